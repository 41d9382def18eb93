/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan-host.h"

/* Plans @changes (of NwdHostChange), which are done together, those after the first as if those
 * before them were done: one is nwd_plan_host(). What the network manager does comes before what
 * is stored. For each change the plan tells what it makes.
 *
 * Errors: those of nwd_plan_host() for all changes, a line each, under the code of the first;
 * NWD_ERROR_INVALID_ARGUMENT for a network that is attached, detached or both more than once. */
NwdPlan *nwd_plan_setup (const NwdState *state, GPtrArray *changes, GError **error);
