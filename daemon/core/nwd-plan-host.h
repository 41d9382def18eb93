/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Plans that networks are attached and detached: NWD_HOST_ATTACH; NWD_HOST_SET_UP, with an empty
 * plan where it is so already; NWD_HOST_DETACH. They do nothing themselves.
 *
 * Errors: NWD_ERROR_NOT_FOUND, _INVALID_ARGUMENT, _ALREADY_EXISTS, _NOT_SUPPORTED,
 * _NETWORK_IN_USE (naming the VMs), _LABEL_IN_USE, _HOST_NETWORK_UNAVAILABLE. */
NwdPlan *nwd_plan_host_attach (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *nwd_plan_host_set_up (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *nwd_plan_host_detach (const NwdState *state, const NwdHostChange *change, GError **error);
