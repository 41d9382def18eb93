/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-wiring-case.h"

/* Steps that plug the card in where @c's attach says, and out where its detach says. */
void nwd_plan_plug (const NwdWiringCase *c, NwdPlan *plan);
void nwd_plan_unplug (const NwdWiringCase *c, NwdPlan *plan);
