/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"

/* Adds to @plan what it means for @own, the attachment of @old, that its network becomes @network:
 * another MTU, another VLAN. Cards stay on the bridge. Errors: nwd-nic-rules.h, and
 * NWD_ERROR_HOST_NETWORK_UNAVAILABLE. */
gboolean nwd_plan_follow (const NwdState *state,
                          NwdAttachment *own,
                          const NwdNetwork *old,
                          const NwdNetwork *network,
                          NwdPlan *plan,
                          GError **error);
