/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* Names that one request hands from vNIC to vNIC: two of a VM may swap theirs. */
typedef struct
{
  const NwdState *state;
  GPtrArray *changes; /* not owned */
  GHashTable *freed;  /* set of ids of vNICs that give theirs up */
  GHashTable *taken;  /* "VM name" → the first NwdWiringChange that gives it */
} NwdPlanNames;

/* Of all @changes (of NwdWiringChange), which must outlive it; until it is freed the rules let them
 * have what the others give up. */
NwdPlanNames *nwd_plan_names_new (const NwdState *state, GPtrArray *changes);
void nwd_plan_names_free (NwdPlanNames *names);

/* NWD_ERROR_ALREADY_EXISTS where another change of the request gives the same name. */
gboolean
nwd_plan_names_check (const NwdPlanNames *names, const NwdWiringChange *change, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdPlanNames, nwd_plan_names_free)
