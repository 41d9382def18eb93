/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-wiring-case.h"

/* Steps that keep in our store what libvirt cannot: what the empty network covers, and the name,
 * the mirrors and, unplugged, the whole of the card. */
void nwd_plan_keep_note (const NwdWiringCase *c, NwdPlan *plan);
void nwd_plan_keep_vnic (const NwdWiringCase *c, NwdPlan *plan);
