/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-exit.h"

#include <gio/gio.h>

#define OURS "org.ovirt.NetWiring.Error."
#define BUS  "org.freedesktop.DBus.Error."

/* A name that ends in a dot stands for all that begin with it; the first match decides. */
static const struct
{
  const char *name;
  NwcExit code;
} codes[] = {
  { OURS "InvalidArgument", NWC_EXIT_USAGE },
  { OURS "NotFound", NWC_EXIT_NOT_FOUND },
  { OURS "AlreadyExists", NWC_EXIT_CONFLICT },
  { OURS "NotAuthorized", NWC_EXIT_NOT_AUTHORIZED },
  { OURS "AuthorizationCanceled", NWC_EXIT_NOT_AUTHORIZED },
  { OURS "NotSupported", NWC_EXIT_OTHER },
  { OURS "Busy", NWC_EXIT_CONFLICT },
  { OURS "LimitExceeded", NWC_EXIT_CONFLICT },
  { OURS "Timeout", NWC_EXIT_TIMEOUT },
  { OURS "ManagedElsewhere", NWC_EXIT_CONFLICT },
  { OURS "HotUpdateRefused", NWC_EXIT_CONFLICT },
  { OURS "NetworkNotOnHost", NWC_EXIT_CONFLICT },
  { OURS "NetworkInUse", NWC_EXIT_CONFLICT },
  { OURS "NotInSync", NWC_EXIT_CONFLICT },
  { OURS "LabelInUse", NWC_EXIT_CONFLICT },
  { OURS "ActiveDevice", NWC_EXIT_CONFLICT },
  { OURS "MacInUse", NWC_EXIT_CONFLICT },
  { OURS "NoFreeSlot", NWC_EXIT_CONFLICT },
  { OURS "UpdateFailed", NWC_EXIT_FAILED },
  { OURS "PlugFailed", NWC_EXIT_FAILED },
  { OURS "UnplugFailed", NWC_EXIT_FAILED },
  { OURS "SetupFailed", NWC_EXIT_FAILED },
  { OURS "StorageFailed", NWC_EXIT_FAILED },
  { OURS "HypervisorUnavailable", NWC_EXIT_NO_SERVICE },
  { OURS "HostNetworkUnavailable", NWC_EXIT_NO_SERVICE },
  { OURS "Degraded", NWC_EXIT_CONFLICT },
  { OURS "Failed", NWC_EXIT_OTHER },
  { BUS "InteractiveAuthorizationRequired", NWC_EXIT_NOT_AUTHORIZED },
  { BUS "AccessDenied", NWC_EXIT_NOT_AUTHORIZED },
  { BUS "AuthFailed", NWC_EXIT_NOT_AUTHORIZED },
  { BUS "UnknownObject", NWC_EXIT_NOT_FOUND },
  { BUS "ServiceUnknown", NWC_EXIT_NO_SERVICE },
  { BUS "NameHasNoOwner", NWC_EXIT_NO_SERVICE },
  { BUS "NoReply", NWC_EXIT_NO_SERVICE }, /* it went away without an answer */
  { BUS "Disconnected", NWC_EXIT_NO_SERVICE },
  { BUS "NoServer", NWC_EXIT_NO_SERVICE },
  { BUS "Spawn.", NWC_EXIT_NO_SERVICE },
  { "org.freedesktop.systemd1.", NWC_EXIT_NO_SERVICE }, /* activation failed */
  { BUS "Timeout", NWC_EXIT_TIMEOUT },
  { BUS "TimedOut", NWC_EXIT_TIMEOUT },
  { BUS "LimitsExceeded", NWC_EXIT_CONFLICT },
  { BUS "InvalidArgs", NWC_EXIT_USAGE },
};

G_DEFINE_QUARK (nwc - error - quark, nwc_error)

static gboolean
matches (const char *name, const char *pattern)
{
  return g_str_has_suffix (pattern, ".") ? g_str_has_prefix (name, pattern)
                                         : g_str_equal (name, pattern);
}

static NwcExit
code_of_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (matches (name, codes[i].name))
      return codes[i].code;
  return NWC_EXIT_OTHER;
}

NwcExit
nwc_exit_of_error (const GError *error)
{
  g_autofree char *name = NULL;

  if (error->domain == NWC_ERROR)
    return error->code;
  if (error->domain == G_OPTION_ERROR)
    return NWC_EXIT_USAGE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return NWC_EXIT_TIMEOUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return NWC_EXIT_NO_SERVICE;
  name = g_dbus_error_get_remote_error (error);
  return name ? code_of_name (name) : NWC_EXIT_OTHER;
}

char *
nwc_exit_message (const GError *error)
{
  g_autoptr (GError) copy = g_error_copy (error);

  g_dbus_error_strip_remote_error (copy);
  return g_strdup (copy->message);
}
