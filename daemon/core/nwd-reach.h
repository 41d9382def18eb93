/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"

/* By what this host is reached, of all that @plan (of the host) changes: names of NICs, or VLANs,
 * that it takes or gives back, of the bridges above them, and of bridges on which it changes the
 * host's addresses. A new array that ends with NULL; interfaces that do not exist yet are among
 * them. */
GStrv nwd_reach_list (const NwdPlan *plan);
