/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-caller.h"
#include "nwd-verb.h"

/* A changing call on its way through the gate (nwd-gate.h). */
typedef struct
{
  gpointer gate; /* counted */
  NwdCaller *caller;
  GDBusMethodInvocation *invocation;
  const NwdVerb *verb;
  char *id;
  char **actions;
  NwdRequest *request;

  GCancellable *cancellable; /* NULL until the authority is asked */
  guint n_granted;           /* of @actions */
  guint timer;
  gboolean timed_out;
} NwdPending;

/* Takes @invocation, @actions and @request. */
NwdPending *nwd_pending_new (gpointer gate,
                             NwdCaller *caller,
                             GDBusMethodInvocation *invocation,
                             const NwdVerb *verb,
                             const char *id,
                             char **actions,
                             NwdRequest *request);

/* The invocation must have been answered or handed on. */
void nwd_pending_free (NwdPending *call);

/* Parses anew. @same: whether polkit would decide by the same details. */
gboolean
nwd_pending_look_again (NwdPending *call, gpointer context, gboolean *same, GError **error);

gboolean nwd_pending_is_interactive (NwdPending *call);
