/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-step.h"
#include "nwd-context.h"

/* Does steps through the ports and checks that they came true: what the hypervisor, the network
 * manager and the kernel have afterwards, not what they answered. */

/* @error: NULL, or why not; the callee's. */
typedef void (*NwdApplied) (GError *error, gpointer data);

/* Does @n steps that go together (nwd_plan_count_together()), and calls @done when all have ended.
 * What it learns goes into the state and @touched, both of which must outlive it. @patience: see
 * nwd-apply-card.h. @unbegun (of NwdStep; NULL: nobody wants to know) gets those of several bridges
 * that failed before they began, or met what is somebody else's. */
void nwd_apply (NwdContext *context,
                NwdStep **steps,
                guint n,
                guint patience,
                GHashTable *unbegun,
                NwdTouched *touched,
                NwdApplied done,
                gpointer data);
