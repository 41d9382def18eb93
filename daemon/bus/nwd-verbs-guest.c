/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"

NwdRequest *
nwd_verbs_parse_refresh_guest (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdVm *vm = nwd_argument_called_vm (nwd_engine_get_state (engine), id, error);
  NwdOptions options;

  if (!vm || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  return nwd_request_new (id, nwd_details_of_vm (vm), &options, g_strdup (id), g_free);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;

  if (nwd_engine_refresh_guest_finish (NWD_ENGINE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_refresh_guest (gpointer engine,
                             NwdRequest *request,
                             GDBusMethodInvocation *invocation)
{
  nwd_engine_refresh_guest_async (engine, request->intent, &request->options, on_done, invocation);
  nwd_request_free (request);
}
