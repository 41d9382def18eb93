/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Whether @network can have a bridge of our own on the NIC called @name. Errors:
 * NWD_ERROR_NOT_FOUND, NWD_ERROR_NOT_SUPPORTED for tagged networks, for bonds and for what the
 * network manager does not manage, NWD_ERROR_ALREADY_EXISTS for a port of something else,
 * NWD_ERROR_NETWORK_IN_USE for one that is configured for the host itself. */
gboolean nwd_plan_nic_check_free (const NwdState *state,
                                  const NwdNetwork *network,
                                  const char *name,
                                  GError **error);

/* Plans whether the network manager manages a NIC (NWD_HOST_SET_MANAGED). One that has or loses it
 * may take the NIC out of its bridge: so what attached networks or running VMs need stays as it is.
 * Errors: NWD_ERROR_NOT_FOUND, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, NWD_ERROR_NETWORK_IN_USE. */
NwdPlan *nwd_plan_nic_managed (const NwdState *state, const NwdHostChange *change, GError **error);
