/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-pending.h"

NwdPending *
nwd_pending_new (gpointer gate,
                 NwdCaller *caller,
                 GDBusMethodInvocation *invocation,
                 const NwdVerb *verb,
                 const char *id,
                 char **actions,
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
  g_strfreev (call->actions);
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

  *same = g_strv_equal ((const char *const *)request->details,
                        (const char *const *)call->request->details);
  nwd_request_free (call->request);
  call->request = g_steal_pointer (&request);
  return TRUE;
}

gboolean
nwd_pending_is_interactive (NwdPending *call)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (call->invocation);

  return (g_dbus_message_get_flags (message) & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION)
         != 0;
}
