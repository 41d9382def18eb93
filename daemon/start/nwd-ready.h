/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"

/* Whether enough is known to answer callers: each backend has been found, or found to be away. */
gboolean nwd_ready_to_serve (const NwdState *state);

/* Whether the bridges of our attachments are there, so that VMs can start. */
gboolean nwd_ready_for_vms (const NwdState *state);
