/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* Does @n steps of bridges (nwd_step_is_of_bridge()) at the same time, as many as
 * nwd_plan_count_together() says; all have ended when @done is called, and its error is the first.
 * Those that met what is somebody else's, and never began, are added to @others (of NwdStep). */
void nwd_apply_bridges (NwdContext *context,
                        NwdStep **steps,
                        guint n,
                        GHashTable *others,
                        NwdTouched *touched,
                        NwdApplied done,
                        gpointer data);
