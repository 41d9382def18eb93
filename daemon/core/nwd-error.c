/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-error.h"

static const char *const names[] = {
  "InvalidArgument",
  "NotFound",
  "AlreadyExists",
  "NotAuthorized",
  "AuthorizationCanceled",
  "NotSupported",
  "Busy",
  "LimitExceeded",
  "Timeout",
  "ManagedElsewhere",
  "HotUpdateRefused",
  "ActiveDevice",
  "MacInUse",
  "NetworkNotOnHost",
  "NetworkInUse",
  "LabelInUse",
  "NoFreeSlot",
  "UpdateFailed",
  "PlugFailed",
  "UnplugFailed",
  "SetupFailed",
  "HypervisorUnavailable",
  "HostNetworkUnavailable",
  "StorageFailed",
  "Degraded",
  "NotInSync",
  "Failed",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == NWD_N_ERRORS);

G_DEFINE_QUARK (nwd_error_quark, nwd_error)

const char *
nwd_error_name (NwdError code)
{
  return names[code];
}

void
nwd_error_add (GError **all, GError *more)
{
  char *lines = NULL;

  if (!*all)
    {
      *all = more;
      return;
    }
  lines = g_strconcat ((*all)->message, "\n", more->message, NULL);
  g_free ((*all)->message);
  (*all)->message = lines;
  g_error_free (more);
}
