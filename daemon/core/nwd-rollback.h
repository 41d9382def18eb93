/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"
#include "nwd-step.h"

/* Those of @undo (of NwdStep) that put back what @did (of NwdStep, all of one VM) made and nobody
 * changed since: a new array. @kept gets the MACs of the cards that are left alone, new strings. */
GPtrArray *
nwd_rollback_plan (const NwdState *state, GPtrArray *did, GPtrArray *undo, GPtrArray *kept);
