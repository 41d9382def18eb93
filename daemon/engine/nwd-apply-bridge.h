/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* Does one step that makes, changes or deletes a bridge of ours (nwd_step_is_of_bridge()). @loose,
 * which gets @data, is told what nwd_host_network_delete_bridge_async() tells. */
void nwd_apply_bridge (NwdContext *context,
                       NwdStep *step,
                       NwdTouched *touched,
                       NwdBridgeLoose loose,
                       NwdApplied done,
                       gpointer data);
