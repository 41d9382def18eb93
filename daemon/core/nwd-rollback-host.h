/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"
#include "nwd-step.h"

/* The networks whose bridges go when what @did (of NwdStep, of the host) made is put back, once no
 * guest is on them: a new array of ids, new strings. */
GPtrArray *nwd_rollback_host_list_going (const NwdState *state, GPtrArray *did);

/* Whether one of those bridges has ports but for the NICs that it was given. */
gboolean nwd_rollback_host_is_occupied (const NwdState *state, GPtrArray *did);

/* Those of @undo (of NwdStep) that put back what @did (of NwdStep, both of the host) made and
 * nobody changed since, nor uses: a new array. @kept gets the names of the interfaces (bridges, or
 * what carries a network without) of which all is left alone, new strings. */
GPtrArray *
nwd_rollback_host_plan (const NwdState *state, GPtrArray *did, GPtrArray *undo, GPtrArray *kept);

/* Those of @undo that are still to be done when the host has started anew since: without what makes
 * what was not to outlast that. A new array. */
GPtrArray *nwd_rollback_host_list_lasting (GPtrArray *undo);
