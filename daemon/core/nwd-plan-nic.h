/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Plans whether the network manager manages a NIC (NWD_HOST_SET_MANAGED). One that has or loses it
 * may take the NIC out of its bridge: so what attached networks or running VMs need stays as it is.
 * Errors: NWD_ERROR_NOT_FOUND, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, NWD_ERROR_NETWORK_IN_USE. */
NwdPlan *nwd_plan_nic_managed (const NwdState *state, const NwdHostChange *change, GError **error);
