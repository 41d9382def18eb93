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
  "NoFreeSlot",
  "UpdateFailed",
  "PlugFailed",
  "UnplugFailed",
  "SetupFailed",
  "HypervisorUnavailable",
  "HostNetworkUnavailable",
  "StorageFailed",
  "Degraded",
  "Failed",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == NWD_N_ERRORS);

G_DEFINE_QUARK (nwd_error_quark, nwd_error)

const char *
nwd_error_name (NwdError code)
{
  return names[code];
}
