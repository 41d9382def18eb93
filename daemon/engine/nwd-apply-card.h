/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* nwd_apply() of NWD_STEP_CARD: of one step, or of as many as nwd_plan_count_together() says, which
 * are checked when all are made. @patience: how many milliseconds a guest has to let go of a card,
 * 0 no end. A detach whose guest does not is NWD_ERROR_UNPLUG_FAILED. An attach with patience is
 * that of a card whose guest may have been asked to let go of it: while it is there it is waited
 * for, then it is plugged in anew; one that stays is as it should be. */
void nwd_apply_cards (NwdContext *context,
                      NwdStep *const *steps,
                      guint n_steps,
                      guint patience,
                      NwdTouched *touched,
                      NwdApplied done,
                      gpointer data);

/* Gives up a step that has not begun, or that waits for a guest: nothing more is done of it, and
 * @done is not called. FALSE: the hypervisor is at it. */
gboolean nwd_apply_card_give_up (NwdContext *context, gpointer data);

/* Gives a step that is under way this patience. */
void nwd_apply_card_hurry (NwdContext *context, gpointer data, guint patience);

/* Whether the step waits for a guest to let go of its card. */
gboolean nwd_apply_card_waits_for_guest (const NwdContext *context, gconstpointer data);

/* Whether some step waits for a guest to let go of that card, which the running VM has. */
gboolean nwd_apply_card_awaits (const NwdContext *context, const NwdCard *card);

/* The VM has changed, or all may have: a guest may have let go. */
void nwd_apply_card_look_again (NwdContext *context, const char *vm_id);
void nwd_apply_card_look_again_all (NwdContext *context);
