/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the methods that change networks, attachments and NICs have in common. */

#include "nwd-verbs.h"

#include "nwd-bus-error.h"
#include "nwd-project.h"

NwdRequest *
nwd_verbs_host_request (NwdHostChange *change, char **details, const NwdOptions *options)
{
  return nwd_request_new ("", details, options, change, (GDestroyNotify)nwd_host_change_free);
}

/* Who makes an object answers with its path; the others have nothing to say. */
static GVariant *
make_reply (GDBusMethodInvocation *invocation, const char *id)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  if (g_str_equal (method, "CreateNetwork"))
    return g_variant_new ("(@o)", nwd_project_path (NWD_KIND_NETWORK, id));
  if (g_str_equal (method, "AttachNetwork"))
    return g_variant_new ("(@o)", nwd_project_path (NWD_KIND_ATTACHMENT, id));
  if (g_str_equal (method, "AddLabel"))
    return g_variant_new ("(@o)", nwd_project_path (NWD_KIND_LABEL, id));
  return g_variant_new ("()");
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id
    = nwd_engine_set_up_finish (NWD_ENGINE (source), result, /* outcome= */ NULL, &error);

  if (id)
    g_dbus_method_invocation_return_value (invocation, make_reply (invocation, id));
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_host (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  nwd_engine_change_host_async (engine, nwd_request_steal_intent (request), &request->options,
                                on_changed, invocation);
  nwd_request_free (request);
}
