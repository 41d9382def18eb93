/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bus-error.h"

#include "core/nwd-error.h"

static void
return_named (GDBusMethodInvocation *invocation, NwdError code, const char *text)
{
  g_autofree char *name = g_strconcat (NWD_BUS_ERROR_PREFIX, nwd_error_name (code), NULL);

  g_dbus_method_invocation_return_dbus_error (invocation, name, text);
}

void
nwd_bus_error_return (GDBusMethodInvocation *invocation, const GError *error)
{
  if (error->domain == NWD_ERROR)
    return_named (invocation, (NwdError)error->code, error->message);
  else if (error->domain == G_DBUS_ERROR)
    g_dbus_method_invocation_return_gerror (invocation, error);
  else
    return_named (invocation, NWD_ERROR_FAILED, error->message);
}

void
nwd_bus_error_return_interaction_needed (GDBusMethodInvocation *invocation, const char *text)
{
  g_dbus_method_invocation_return_dbus_error (
    invocation, "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", text);
}
