/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* nwd_apply() of NWD_STEP_CARD. @patience: how many seconds a guest has to let go of a card that is
 * unplugged, 0 no end; then it is NWD_ERROR_UNPLUG_FAILED. */
void nwd_apply_card (NwdContext *context,
                     NwdStep *step,
                     guint patience,
                     NwdTouched *touched,
                     NwdApplied done,
                     gpointer data);

/* Gives up a step that has not begun: it is not done, and @done is not called. FALSE: it has. */
gboolean nwd_apply_card_give_up (NwdContext *context, gpointer data);

/* Whether the guest is asked to let go of a card, and has not yet. */
gboolean nwd_apply_card_waits_for_guest (const NwdContext *context, gconstpointer data);

/* Waits no longer for the guest to let go of a card: @done is not called. FALSE: it does not. */
gboolean nwd_apply_card_leave_plugged (NwdContext *context, gpointer data);

/* The VM has changed, or all may have: a guest may have let go. */
void nwd_apply_card_look_again (NwdContext *context, const char *vm_id);
void nwd_apply_card_look_again_all (NwdContext *context);
