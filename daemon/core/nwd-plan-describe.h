/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-kind.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Parts of nwd_plan_describe(). */

/* Adds a step; all but @steps may be floating. @vms: names of VMs that are off and will not start
 * by it; NULL: nothing is said of that. */
void nwd_plan_describe_add (GVariantBuilder *steps,
                            GVariant *object,
                            const char *verb,
                            const char *property,
                            GVariant *from,
                            GVariant *to,
                            const char *guest_sees,
                            GVariant *vms);

/* @id: NULL or "" is "/"; floating. */
GVariant *nwd_plan_describe_path (NwdKind kind, const char *id);

/* The step @i of @plan, which is the host's. */
void nwd_plan_describe_host_step (const NwdState *state,
                                  const NwdPlan *plan,
                                  guint i,
                                  GVariantBuilder *steps);
