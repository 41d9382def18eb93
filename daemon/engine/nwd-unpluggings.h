/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "ports/nwd-store.h"

/* Remembers over restarts which guests were asked to let go of a card and have not yet, in
 * unplugging.ini. As long as a call waits for one it is not in the file: should we die meanwhile,
 * the call is undone. */
typedef struct _NwdUnpluggings NwdUnpluggings;

#define NWD_UNPLUGGING_FILE "unplugging.ini"

NwdUnpluggings *nwd_unpluggings_new (NwdStore *store);
void nwd_unpluggings_free (NwdUnpluggings *self);

/* Takes @text, the file's (NULL: there is none); NWD_ERROR_STORAGE_FAILED where it cannot be read,
 * which forgets what it said. */
gboolean nwd_unpluggings_load (NwdUnpluggings *self, const char *text, GError **error);

/* Tells @state of those whose taps are still there, when its links are known and its VMs are not.
 */
void nwd_unpluggings_restore (NwdUnpluggings *self, NwdState *state);

/* Writes the file where it no longer says what @state does. @is_awaited: whether a call waits for
 * that running card. */
void nwd_unpluggings_follow (NwdUnpluggings *self,
                             const NwdState *state,
                             gboolean (*is_awaited) (const NwdCard *card, gpointer data),
                             gpointer data);

/* Whether the file can be read. */
gboolean nwd_unpluggings_check (const char *text, GError **error);
