/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card-change.h"
#include "nwd-options.h"
#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* Which definitions of the card the change is for; 0 with an error. */
NwdScope nwd_wiring_rules_scope (const NwdState *state,
                                 const NwdVnic *vnic,
                                 const NwdOptions *options,
                                 GError **error);

/* Whether the VM of @vnic may be changed at all now. */
gboolean nwd_wiring_rules_check_vm (const NwdState *state,
                                    const NwdVnic *vnic,
                                    const NwdOptions *options,
                                    GError **error);

/* Whether the card can go to @network (NULL: the empty network) in @scope. */
gboolean nwd_wiring_rules_check_network (const NwdState *state,
                                         const NwdVnic *vnic,
                                         const NwdNetwork *network,
                                         NwdScope scope,
                                         const NwdOptions *options,
                                         GError **error);
