/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* The planner of the host: networks and attachments. It does nothing itself. An empty plan: it is
 * so already.
 *
 * Errors: NWD_ERROR_NOT_FOUND, _INVALID_ARGUMENT, _ALREADY_EXISTS, _NOT_SUPPORTED,
 * _NETWORK_IN_USE (naming the VMs), _HOST_NETWORK_UNAVAILABLE. */
NwdPlan *nwd_plan_host (const NwdState *state, const NwdHostChange *change, GError **error);
