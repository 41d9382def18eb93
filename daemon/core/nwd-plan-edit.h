/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-wiring-case.h"

/* Steps that change the card where it is plugged: in the definitions of @c's edit. */
void nwd_plan_edit (const NwdWiringCase *c, NwdPlan *plan);
