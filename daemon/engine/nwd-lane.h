/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-plan.h"
#include "nwd-context.h"
#include "nwd-undo.h"

/* One VM's plan, or the host's, on its way: step by step, and back again. */
typedef struct _NwdLane NwdLane;

/* All steps are done, or as many as were to be; or @error, the callee's, says which one was not. */
typedef void (*NwdLaneStopped) (GError *error, gpointer data);

/* @plan and @touched must outlive it. */
NwdLane *nwd_lane_new (NwdContext *context, const NwdPlan *plan, NwdTouched *touched);
void nwd_lane_free (NwdLane *lane);

void nwd_lane_run (NwdLane *lane, NwdLaneStopped stopped, gpointer data);

/* Lets no further step begin. FALSE: one is under way, and @stopped will be called when it is not;
 * otherwise it is not called any more. */
gboolean nwd_lane_halt (NwdLane *lane);

/* Whether the guest is asked to let go of a card, and has not yet. */
gboolean nwd_lane_waits_for_guest (const NwdLane *lane);

/* Halted while it waits for a guest, it leaves that card with it, whether it lets go later or not.
 */
void nwd_lane_leave_guest (NwdLane *lane);

/* Undoes the steps that were begun; a card that a guest was asked for is put back when it lets go.
 */
void nwd_lane_undo (NwdLane *lane, const GError *cause, NwdUndone done, gpointer data);
