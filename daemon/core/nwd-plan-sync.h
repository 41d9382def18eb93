/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"

/* Adds to @plan what makes the host as @wanted, an attachment, is to be, where it stands as @own
 * (@own itself, or what that becomes): nothing where it is so. Its bridge is ours. @takes: what the
 * NIC is configured by makes room. Errors: NWD_ERROR_ALREADY_EXISTS for a bridge that somebody made
 * where ours was; nwd-nic-rules.h. */
gboolean nwd_plan_sync (const NwdState *state,
                        const NwdAttachment *own,
                        const NwdAttachment *wanted,
                        gboolean takes,
                        NwdPlan *plan,
                        GError **error);
