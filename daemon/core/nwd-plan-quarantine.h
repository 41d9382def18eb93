/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-options.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Cutting a VM off and letting it go, as plans of that VM. Errors: NWD_ERROR_NOT_FOUND,
 * NWD_ERROR_ALREADY_EXISTS and those of nwd_plan_wiring() for all cards, a line each. */

/* All cards to the network @network_id, "" the empty one, and how they were into the store. */
NwdPlan *nwd_plan_quarantine (const NwdState *state,
                              const char *vm_id,
                              const char *network_id,
                              const NwdOptions *options,
                              GError **error);

/* The same for the cards that have come since, and where the VM has just @begun to run, for those
 * that were saved elsewhere; and where it was let go meanwhile, for those that were saved there. No
 * steps where there is none, or no quarantine. */
NwdPlan *nwd_plan_quarantine_more (const NwdState *state,
                                   const char *vm_id,
                                   gboolean begun,
                                   const NwdOptions *options,
                                   GError **error);

/* Back again, but for cards that are not where they were put; what a saved VM brings back goes when
 * it has. */
NwdPlan *nwd_plan_release (const NwdState *state,
                           const char *vm_id,
                           const NwdOptions *options,
                           GError **error);
