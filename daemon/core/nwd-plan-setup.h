/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* The planner of the host. Plans @changes (of NwdHostChange), which are done together, those after
 * the first as if those before them were done. An empty plan: it is so already. What the network
 * manager does comes before what is stored. For each change the plan tells what it makes.
 *
 * Errors: those of the planners of networks, NICs, labels and nwd-plan-host.h for all changes, a
 * line each, under the code of the first; NWD_ERROR_INVALID_ARGUMENT for a network that is
 * attached, detached or both more than once. */
NwdPlan *nwd_plan_setup (const NwdState *state, GPtrArray *changes, GError **error);
