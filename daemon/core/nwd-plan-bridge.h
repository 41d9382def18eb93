/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"

/* Bridges of our own: the steps of them, each with what makes it as it was. */

/* Adds to @plan that the bridge of @attachment, of @network, is made. One that is there already is
 * somebody's: NWD_ERROR_ALREADY_EXISTS. */
gboolean nwd_plan_bridge_create (const NwdState *state,
                                 const NwdAttachment *attachment,
                                 const NwdNetwork *network,
                                 NwdPlan *plan,
                                 GError **error);

void nwd_plan_bridge_delete (const NwdState *state,
                             const NwdAttachment *attachment,
                             const NwdNetwork *network,
                             NwdPlan *plan);

/* … gets an MTU of @mtu bytes. */
void nwd_plan_bridge_set_mtu (const NwdState *state,
                              const NwdAttachment *attachment,
                              guint mtu,
                              NwdPlan *plan);

/* … becomes, in place, what @attachment says, whatever was made of it, with addresses @ip of this
 * host. */
void nwd_plan_bridge_reset (const NwdState *state,
                            const NwdAttachment *attachment,
                            const NwdNetwork *network,
                            NwdIpConfig *ip,
                            NwdPlan *plan);
