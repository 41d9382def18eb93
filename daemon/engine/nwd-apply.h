/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-step.h"
#include "nwd-context.h"

/* Does one step through the ports and checks that it came true: what the hypervisor, the network
 * manager and the kernel have afterwards, not what they answered. */

/* @error: NULL, or why not; the callee's. */
typedef void (*NwdApplied) (GError *error, gpointer data);

/* What it learns goes into the state and @touched, both of which must outlive it. @patience: see
 * nwd-apply-card.h. */
void nwd_apply (NwdContext *context,
                NwdStep *step,
                guint patience,
                NwdTouched *touched,
                NwdApplied done,
                gpointer data);
