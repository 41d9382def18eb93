/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-pending.h"

#include "nwd-action.h"

NwdPending *
nwd_pending_new (gpointer gate,
                 NwdCaller *caller,
                 GDBusMethodInvocation *invocation,
                 const NwdVerb *verb,
                 const char *id,
                 GPtrArray *actions,
                 NwdRequest *request)
{
  NwdPending *call = g_new0 (NwdPending, 1);

  call->gate = g_object_ref (gate);
  call->caller = nwd_caller_ref (caller);
  call->invocation = invocation;
  call->verb = verb;
  call->id = g_strdup (id);
  call->actions = actions;
  call->request = request;
  return call;
}

void
nwd_pending_free (NwdPending *call)
{
  g_clear_handle_id (&call->timer, g_source_remove);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->request, nwd_request_free);
  g_ptr_array_unref (call->actions);
  g_clear_pointer (&call->checks, g_ptr_array_unref);
  g_clear_pointer (&call->left, g_ptr_array_unref);
  g_free (call->id);
  nwd_caller_unref (call->caller);
  g_object_unref (call->gate);
  g_free (call);
}

gboolean
nwd_pending_look_again (NwdPending *call, gpointer context, gboolean *same, GError **error)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (call->invocation);
  g_autoptr (NwdRequest) request
    = call->verb->parse (context, call->verb, call->id, parameters, error);

  if (!request)
    return FALSE;

  *same = nwd_request_has_same_details (request, call->request);
  nwd_request_free (call->request);
  call->request = g_steal_pointer (&request);
  return TRUE;
}

gboolean
nwd_pending_is_owners (const NwdPending *call)
{
  char **actions = g_ptr_array_index (call->actions, 0);

  return g_strcmp0 (actions[0], NWD_ACTION_OWNER) == 0;
}

gboolean
nwd_pending_may_interact (NwdPending *call)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (call->invocation);

  return (g_dbus_message_get_flags (message) & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION)
         != 0;
}

/* Takes @checks. */
static void
ask (NwdPending *call, GPtrArray *checks, gboolean interactive)
{
  g_clear_pointer (&call->checks, g_ptr_array_unref);
  g_clear_pointer (&call->left, g_ptr_array_unref);
  call->checks = checks;
  call->left = g_ptr_array_new ();
  call->next = 0;
  call->interactive = interactive;
}

void
nwd_pending_begin_checks (NwdPending *call)
{
  GPtrArray *objects = call->request->objects;

  ask (call, nwd_checks_new (call->actions, objects),
       objects->len == 1 && nwd_pending_may_interact (call));
}

const NwdCheck *
nwd_pending_get_check (const NwdPending *call)
{
  return call->next < call->checks->len ? g_ptr_array_index (call->checks, call->next) : NULL;
}

void
nwd_pending_next_check (NwdPending *call, gboolean granted)
{
  if (!granted)
    g_ptr_array_add (call->left, g_ptr_array_index (call->checks, call->next));
  call->next++;
  if (call->next == call->checks->len && call->left->len > 0)
    ask (call, nwd_checks_sum_up (call->left), TRUE);
}
