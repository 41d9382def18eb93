/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* What puts a change back, whatever happens to us: the journal, and beside it, of what this host is
 * reached by, a checkpoint of the network manager's own. That one is for the case that we end and
 * never start again: else the journal comes first, by time, and knows more. */

/* @entries: of NwdJournalEntry, one for each plan, the journal's; NULL with @error, the callee's.
 */
typedef void (*NwdSafetyBegun) (GPtrArray *entries, GError *error, gpointer data);

/* Whether nothing of @plans may be done before that is there. */
gboolean nwd_safety_is_needed (GPtrArray *plans);

/* Notes @plans as nwd_journal_begin() does. Nothing of them may be done before @begun is called.
 * Errors: NWD_ERROR_STORAGE_FAILED, _BUSY, _SETUP_FAILED, _HOST_NETWORK_UNAVAILABLE. */
void nwd_safety_begin (NwdContext *context,
                       GPtrArray *plans,
                       const NwdOptions *options,
                       NwdSafetyBegun begun,
                       gpointer data);

/* What @entries did stays: nobody puts it back any more. Where that cannot be said for sure they
 * stay too, and @written gets the error. */
void
nwd_safety_end (NwdContext *context, GPtrArray *entries, NwdJournalWritten written, gpointer data);

/* @checkpoint decides on @entries, as with nwd_journal_keep(). */
void nwd_safety_keep (NwdContext *context,
                      GPtrArray *entries,
                      GPtrArray *plans,
                      NwdCheckpoint *checkpoint,
                      NwdJournalWritten written,
                      gpointer data);

/* Its entries have another deadline, as with nwd_journal_renew(). */
void nwd_safety_renew (NwdContext *context,
                       NwdCheckpoint *checkpoint,
                       NwdJournalWritten written,
                       gpointer data);

typedef void (*NwdSafetyDropped) (gpointer data);

/* What @entry did is put back; where it could not be (@restore) the network manager is to do its
 * part now. Takes it from the journal, and calls @dropped (or NULL) then. */
void nwd_safety_drop (NwdContext *context,
                      NwdJournalEntry *entry,
                      gboolean restore,
                      NwdSafetyDropped dropped,
                      gpointer data);
