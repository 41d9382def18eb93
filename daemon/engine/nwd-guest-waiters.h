/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* Who waits for the answer to one question. */
typedef struct _NwdGuestWaiters NwdGuestWaiters;

NwdGuestWaiters *nwd_guest_waiters_new (void);

/* Those that still wait are told nothing: the caller has to. */
void nwd_guest_waiters_free (NwdGuestWaiters *waiters);

/* Takes @task, which gets NWD_ERROR_TIMEOUT after @timeout s; 0: never. */
void nwd_guest_waiters_add (NwdGuestWaiters *waiters, GTask *task, guint timeout);

/* All of @other wait here too, and no longer there. */
void nwd_guest_waiters_join (NwdGuestWaiters *waiters, NwdGuestWaiters *other);

/* @error: NULL: it is done. Nobody waits any more. */
void nwd_guest_waiters_answer (NwdGuestWaiters *waiters, const GError *error);

gboolean nwd_guest_waiters_are_there (const NwdGuestWaiters *waiters);
