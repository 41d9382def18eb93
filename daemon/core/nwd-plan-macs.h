/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* MAC addresses that one request hands from card to card: two cards may swap theirs. */
typedef struct
{
  const NwdState *state;
  GPtrArray *changes;  /* not owned */
  GHashTable *leaving; /* set of ids of vNICs that give theirs up */
  GHashTable *taken;   /* MAC → id of the vNIC that gets it */
  GPtrArray *detours;  /* of steps to come last: see nwd_plan_macs_begin() */
} NwdPlanMacs;

/* Of all @changes (of NwdWiringChange), which must outlive it. */
NwdPlanMacs *nwd_plan_macs_new (const NwdState *state, GPtrArray *changes);
void nwd_plan_macs_free (NwdPlanMacs *macs);

/* NWD_ERROR_MAC_IN_USE where another change of the request takes the same address. */
gboolean
nwd_plan_macs_check (const NwdPlanMacs *macs, const NwdWiringChange *change, GError **error);

/* Makes @change ready to be planned, as long as @macs lives. A card whose new address another card
 * of its VM still has gets one for the time between, as libvirt tells cards by it; end() adds to
 * @plan, of that VM, what gives it the right one when all others have theirs. */
void nwd_plan_macs_begin (NwdPlanMacs *macs, NwdWiringChange *change);
void nwd_plan_macs_end (NwdPlanMacs *macs, NwdPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdPlanMacs, nwd_plan_macs_free)
