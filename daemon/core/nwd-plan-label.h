/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* The parts of nwd_plan_setup() that are about labels. */
NwdPlan *nwd_plan_label_add (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *nwd_plan_label_set (const NwdState *state, const NwdHostChange *change, GError **error);
NwdPlan *nwd_plan_label_remove (const NwdState *state, const NwdHostChange *change, GError **error);

/* @plan, taken, which makes or changes the network @network as that says, and what follows from the
 * label that it has then, @old being it as it is now (NULL: it is new). NULL takes NULL. */
NwdPlan *nwd_plan_label_follow (const NwdState *state,
                                NwdPlan *plan,
                                const NwdNetwork *network,
                                const NwdNetwork *old,
                                GError **error);
