/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-event-type.h"
#include "nwd-kind.h"

#define NWD_EVENT_NO_UID G_MAXUINT32 /* nobody called */

/* Something that happened, for people and for the history. Immutable once told; strings are never
 * NULL, one line each, harmless on a terminal. */
typedef struct
{
  gint64 time; /* µs since the epoch */
  NwdEventType type;
  char *object; /* D-Bus path; the object may be gone */
  char *vm_id;  /* of the VM it is about; "" none */
  char *message;
  guint32 uid;        /* of who called, or NWD_EVENT_NO_UID */
  const char *action; /* static; the method that was called; "" nobody called */
  GPtrArray *details; /* of char *: key, value, key, value, … */
} NwdEvent;

/* Happens now. */
NwdEvent *nwd_event_new (NwdEventType type, NwdKind kind, const char *id, const char *message);
NwdEvent *nwd_event_ref (NwdEvent *event);
void nwd_event_unref (NwdEvent *event);

/* Before it is told. @action is static. */
void nwd_event_set_caller (NwdEvent *event, guint32 uid, const char *action);
void nwd_event_set_vm (NwdEvent *event, const char *vm_id, const char *vm_name);

/* @key is kebab-case; an empty @value says nothing and is left out. */
void nwd_event_add_detail (NwdEvent *event, const char *key, const char *value);

/* The value of @key, or NULL. */
const char *nwd_event_get_detail (const NwdEvent *event, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdEvent, nwd_event_unref)
