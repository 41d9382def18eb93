/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"

/* Adds to @plan what makes the host as @wanted says, which @own, as it is stored, is to become;
 * where these have different NICs beneath, those are the caller's. What was put right stays so when
 * something later fails. Errors: NWD_ERROR_ALREADY_EXISTS when the bridge is somebody else's now,
 * and those of nwd_plan_nic_check_free(). */
gboolean nwd_plan_sync (const NwdState *state,
                        const NwdAttachment *own,
                        const NwdAttachment *wanted,
                        NwdPlan *plan,
                        GError **error);
