/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Makes what should be as the host is, of some properties of an attachment (NWD_HOST_ACCEPT).
 * Errors: NWD_ERROR_NOT_FOUND, NWD_ERROR_INVALID_ARGUMENT for a property that is not out of sync,
 * and for two that do not agree, NWD_ERROR_NOT_SUPPORTED for what can only be put right, those of
 * nwd-attachment-wanted.h, NWD_ERROR_HOST_NETWORK_UNAVAILABLE. */
NwdPlan *nwd_plan_accept (const NwdState *state, const NwdHostChange *change, GError **error);
