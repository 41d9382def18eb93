/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-options.h"
#include "nwd-plan.h"
#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* Plans @changes (of NwdWiringChange), which are done together: a new array of NwdPlan, one for
 * each VM, in the order in which the changes first name it; where there is nothing to do it has no
 * steps. What one change of a VM needs of another is not looked at: each is planned on @state.
 *
 * Errors: those of nwd_plan_wiring() for all changes, a line each, under the code of the first;
 * NWD_ERROR_INVALID_ARGUMENT for a vNIC that is named twice. */
GPtrArray *nwd_plan_batch (const NwdState *state,
                           GPtrArray *changes,
                           const NwdOptions *options,
                           GError **error);

/* The VM that @change is of; NULL with NWD_ERROR_NOT_FOUND. */
NwdVm *
nwd_plan_batch_find_vm (const NwdState *state, const NwdWiringChange *change, GError **error);

/* What the steps of @plans do, for people and programs: aa{sv} with "object" o, "do" s, "property"
 * s, "from" v, "to" v, "guest-sees" s, of what detaches a network "vms" as; floating. @state: from
 * before. */
GVariant *nwd_plan_describe (const NwdState *state, GPtrArray *plans);
