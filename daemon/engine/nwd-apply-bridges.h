/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* nwd_apply() of steps of bridges (nwd_step_is_of_bridge()). */
void nwd_apply_bridges (NwdContext *context,
                        NwdStep **steps,
                        guint n,
                        GHashTable *unbegun,
                        NwdTouched *touched,
                        NwdApplied done,
                        gpointer data);
