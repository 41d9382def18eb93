/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"

#include <glib.h>

/* What one call wants, worked out from its arguments and what is known at that moment. */
typedef struct
{
  GHashTable *queues; /* set of ids of the VMs whose queues it goes to, "" the host's */
  GPtrArray *objects; /* of char **, one for each object that it changes: key, value, …, NULL, what
                       * polkit's rules can decide by */
  guint32 owner;      /* uid of who made the object that is called, where that matters */
  NwdOptions options;
  gpointer intent; /* what the verb's run takes */
  GDestroyNotify free_intent;
} NwdRequest;

/* Of one object, of that VM ("" the host). Takes @details (NULL: none) and @intent. */
NwdRequest *nwd_request_new (const char *queue,
                             char **details,
                             const NwdOptions *options,
                             gpointer intent,
                             GDestroyNotify free_intent);

/* Of none yet. Takes @intent. */
NwdRequest *
nwd_request_new_of_many (const NwdOptions *options, gpointer intent, GDestroyNotify free_intent);

/* One more object. Takes @details (NULL: none). */
void nwd_request_add (NwdRequest *request, const char *queue, char **details);

/* Whether both go to one queue. */
gboolean nwd_request_meets (const NwdRequest *request, const NwdRequest *other);

/* Whether polkit would decide both by the same. */
gboolean nwd_request_has_same_details (const NwdRequest *request, const NwdRequest *other);

void nwd_request_free (NwdRequest *request);

/* The intent, which is the caller's from then on. */
gpointer nwd_request_steal_intent (NwdRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdRequest, nwd_request_free)
