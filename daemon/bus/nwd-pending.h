/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-caller.h"
#include "nwd-check.h"
#include "nwd-verb.h"

/* A changing call on its way through the gate (nwd-gate.h). */
typedef struct
{
  gpointer gate; /* counted */
  NwdCaller *caller;
  GDBusMethodInvocation *invocation;
  const NwdVerb *verb;
  char *id;
  GPtrArray *actions; /* nwd_action_list() */
  NwdRequest *request;

  GCancellable *cancellable; /* NULL until the authority is asked */
  GPtrArray *checks;         /* of NwdCheck: what it is asked */
  guint next;                /* which of them it is asked now */
  GPtrArray *left;           /* those that need somebody to say yes, to be asked for together */
  gboolean interactive;      /* somebody may be asked now */
  guint timer;
  gboolean timed_out;
} NwdPending;

/* Takes @invocation, @actions and @request. */
NwdPending *nwd_pending_new (gpointer gate,
                             NwdCaller *caller,
                             GDBusMethodInvocation *invocation,
                             const NwdVerb *verb,
                             const char *id,
                             GPtrArray *actions,
                             NwdRequest *request);

/* The invocation must have been answered or handed on. */
void nwd_pending_free (NwdPending *call);

/* Parses anew. @same: whether polkit would decide by the same details. */
gboolean
nwd_pending_look_again (NwdPending *call, gpointer context, gboolean *same, GError **error);

gboolean nwd_pending_is_owners (const NwdPending *call);

/* Whether the caller lets somebody be asked. */
gboolean nwd_pending_may_interact (NwdPending *call);

/* Begins with the first check. Several objects are asked for without interaction first: nobody is
 * to type a password for each of them. */
void nwd_pending_begin_checks (NwdPending *call);

/* What is asked now; NULL: all was granted. */
const NwdCheck *nwd_pending_get_check (const NwdPending *call);

/* Goes on. @granted: or it was not, but may be when somebody is asked for all of them together. */
void nwd_pending_next_check (NwdPending *call, gboolean granted);
