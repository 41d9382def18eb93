/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "ports/nwd-store.h"

/* guest.ini: what guests said last, for the moment after a restart. Only a cache: one that cannot
 * be read is dropped, one that cannot be written is only older. What changes while guests are being
 * asked is written together, once. */
typedef struct _NwdGuestCache NwdGuestCache;

#define NWD_GUEST_CACHE_FILE "guest.ini"

NwdGuestCache *nwd_guest_cache_new (NwdStore *store);
void nwd_guest_cache_free (NwdGuestCache *cache);

/* Puts what an earlier process left, @text of the file, NULL none, into @reports, or nothing.
 * Errors: NWD_ERROR_STORAGE_FAILED, NWD_ERROR_NOT_SUPPORTED for a newer format. */
gboolean
nwd_guest_cache_load (NwdGuestCache *cache, const char *text, GHashTable *reports, GError **error);

/* Whether that could be taken. */
gboolean nwd_guest_cache_check (const char *text, GError **error);

/* @state has something else to keep; it is written soon. @busy: guests are being asked, so there
 * may be more. */
void nwd_guest_cache_change (NwdGuestCache *cache, const NwdState *state, gboolean busy);

/* Guests are asked no more. */
void nwd_guest_cache_end_round (NwdGuestCache *cache);

/* Writes what is not written yet, and waits for it: the process ends. */
void nwd_guest_cache_flush (NwdGuestCache *cache);
