/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-options.h"
#include "nwd-plan.h"
#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* The planner of wiring: from what a caller wants of a vNIC to the steps that make it so. It does
 * nothing itself. An empty plan: it is so already.
 *
 * Errors: NWD_ERROR_NOT_FOUND, _INVALID_ARGUMENT, _MANAGED_ELSEWHERE, _BUSY, _NETWORK_NOT_ON_HOST,
 * _NOT_SUPPORTED, _HOT_UPDATE_REFUSED, _HYPERVISOR_UNAVAILABLE. */
NwdPlan *nwd_plan_wiring (const NwdState *state,
                          const NwdWiringChange *change,
                          const NwdOptions *options,
                          GError **error);
