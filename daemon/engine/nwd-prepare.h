/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-wiring-change.h"
#include "nwd-context.h"

/* @error: NULL, or why it cannot be planned; the callee's. */
typedef void (*NwdPrepared) (GError *error, gpointer data);

/* Reads what the plan of @change needs beyond what is known, into it: whether there is a filter of
 * the name that it gives, and, unless it is only tried, the card's definition, so that a card that
 * is unplugged can come back as it was. @change must stay until @done, which may be called at once.
 */
void nwd_prepare_wiring (NwdContext *context,
                         NwdWiringChange *change,
                         const NwdOptions *options,
                         NwdPrepared done,
                         gpointer data);
