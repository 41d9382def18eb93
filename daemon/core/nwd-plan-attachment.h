/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Changes of attachments that are there; none of them takes a tap off its bridge. Errors of all:
 * NWD_ERROR_NOT_FOUND, NWD_ERROR_NOT_SUPPORTED for bridges that are not ours, those of
 * nwd-attachment-wanted.h, and NWD_ERROR_HOST_NETWORK_UNAVAILABLE. */

/* Another NIC beneath, or none, and other addresses (NWD_HOST_UPDATE_ATTACHMENT). Of one that is
 * out of sync NWD_ERROR_NOT_IN_SYNC, unless that is to be overridden: then it is put right, too. */
NwdPlan *
nwd_plan_attachment_update (const NwdState *state, const NwdHostChange *change, GError **error);

/* Makes the host as it should be (NWD_HOST_SYNC_ATTACHMENT). NWD_ERROR_ALREADY_EXISTS: the bridge
 * is somebody else's now. */
NwdPlan *
nwd_plan_attachment_sync (const NwdState *state, const NwdHostChange *change, GError **error);
