/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* The parts of nwd_plan_setup() that are about networks. */
NwdPlan *
nwd_plan_network_create (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *
nwd_plan_network_update (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *
nwd_plan_network_delete (const NwdState *state, const NwdHostChange *change, GError **error);
