/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* The parts of nwd_plan_setup() that are about labels: what oVirt's engine does by them. @named:
 * the networks (keys: their ids) that the request is about by itself: what their labels would do to
 * what they have is left to it. */

/* NWD_HOST_ADD_LABEL. Networks that carry it are attached; those that were attached by hand move to
 * its NIC. */
NwdPlan *nwd_plan_label_add (const NwdState *state, const NwdHostChange *change, GError **error);

/* NWD_HOST_SET_LABEL: the same, of one that may be there: an empty plan; or elsewhere: it moves,
 * and what it attached moves with it. */
NwdPlan *nwd_plan_label_set (const NwdState *state,
                             const NwdHostChange *change,
                             GHashTable *named,
                             GError **error);

/* NWD_HOST_REMOVE_LABEL. What it attached goes; what is named is from now on attached by hand. */
NwdPlan *nwd_plan_label_remove (const NwdState *state,
                                const NwdHostChange *change,
                                GHashTable *named,
                                GError **error);

/* @plan, taken, which makes or changes the network @network as that says, and what follows from the
 * label that it has then, @old being it as it is now (NULL: it is new). NULL takes NULL. */
NwdPlan *nwd_plan_label_follow (const NwdState *state,
                                NwdPlan *plan,
                                const NwdNetwork *network,
                                const NwdNetwork *old,
                                GError **error);
