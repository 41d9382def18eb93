/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* @left: NULL, or what could not be undone because a backend is away: the rest of the steps, to be
 * done when it is back. @error: NULL, or why one of the others could not be; the callee's. */
typedef void (*NwdUndone) (GPtrArray *left, GError *error, gpointer data);

/* Does @steps (of NwdStep) in their order. @cause: the error they are undone for, or NULL:
 * then a guest may have been asked to let go of a card, and is given time to. After one of a
 * backend that went away, what is known of that backend is not relied on. What can no longer be
 * undone since the VM, its card or its run is gone is undone by that. */
void nwd_undo (NwdContext *context,
               GPtrArray *steps,
               const GError *cause,
               NwdTouched *touched,
               NwdUndone done,
               gpointer data);
