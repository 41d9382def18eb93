/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-checkpoint.h"
#include "core/nwd-plan.h"
#include "ports/nwd-store.h"

/* What has begun and is not finished, and how to undo it: journal.ini. */
typedef struct _NwdJournal NwdJournal;

#define NWD_JOURNAL "journal.ini"

typedef enum
{
  NWD_ENTRY_RUNNING,    /* its job is at it */
  NWD_ENTRY_ORPHAN,     /* nobody is at it: it waits for its backends, to be undone */
  NWD_ENTRY_RECOVERING, /* is being undone */
  NWD_ENTRY_PENDING,    /* its checkpoint decides */
} NwdEntryState;

/* One change. */
typedef struct
{
  char *vm_id;     /* "" the host */
  GPtrArray *undo; /* of NwdStep, in the order in which they are to be done */
  NwdEntryState state;
  GPtrArray *did;            /* of NwdStep: what that undoes; NULL without @checkpoint */
  NwdCheckpoint *checkpoint; /* NULL: none */
  char *safeguard;           /* the network manager's checkpoint beside it; "" none */
  char *boot_id;             /* the boot of the host in which it was begun; "" not known */
  gboolean unsure;           /* a backend went away in the middle: it may not know what it did */
} NwdJournalEntry;

/* @error: NULL, or NWD_ERROR_STORAGE_FAILED; the callee's. */
typedef void (*NwdJournalWritten) (GError *error, gpointer data);

NwdJournal *nwd_journal_new (NwdStore *store);
void nwd_journal_free (NwdJournal *journal);

/* Has then the entries of @text (NULL: none), all as orphans; of one that the host has outlasted,
 * whose boot is @boot_id now, without what was to go with the last one. */
gboolean
nwd_journal_load (NwdJournal *journal, const char *text, const char *boot_id, GError **error);

/* Notes the undo of @plans (of NwdPlan), which are done together, and @safeguard ("" none): all of
 * it is durable when @written is called without error; on error it is not noted, and the entries
 * are gone. A new array of NwdJournalEntry, which @journal owns, one for each plan. */
GPtrArray *nwd_journal_begin (NwdJournal *journal,
                              GPtrArray *plans,
                              const char *safeguard,
                              NwdJournalWritten written,
                              gpointer data);

/* Takes @entries (of NwdJournalEntry) away, all in one, and frees them. Where that cannot be
 * written they stay, and @written gets the error. */
void
nwd_journal_end (NwdJournal *journal, GPtrArray *entries, NwdJournalWritten written, gpointer data);

/* From now on @checkpoint decides on @entries, which did what @plans (of NwdPlan, of the same
 * length) say; where that cannot be written they are as before, and @written gets the error. */
void nwd_journal_keep (NwdJournal *journal,
                       GPtrArray *entries,
                       GPtrArray *plans,
                       NwdCheckpoint *checkpoint,
                       NwdJournalWritten written,
                       gpointer data);

/* No checkpoint decides on @entries any more: they are @state. */
void nwd_journal_unkeep (NwdJournal *journal,
                         GPtrArray *entries,
                         NwdEntryState state,
                         NwdJournalWritten written,
                         gpointer data);

/* Those that the checkpoint @id decides on; of all checkpoints for NULL. A new array of
 * NwdJournalEntry, which @journal owns. */
GPtrArray *nwd_journal_list_pending (NwdJournal *journal, const char *id);

/* The checkpoint that decides on something of that VM, or NULL. */
const NwdCheckpoint *nwd_journal_find_checkpoint (const NwdJournal *journal, const char *vm_id);

/* They have another deadline by it; where that cannot be written they keep the old one. */
void nwd_journal_renew (NwdJournal *journal,
                        NwdCheckpoint *checkpoint,
                        NwdJournalWritten written,
                        gpointer data);

/* Takes @entry away and frees it. Where that cannot be written the next write does it. */
void nwd_journal_drop (NwdJournal *journal, NwdJournalEntry *entry);

/* Leaves @entry to the recovery, or takes it up there. What is abandoned was begun. */
void nwd_journal_leave (NwdJournal *journal, NwdJournalEntry *entry);
void nwd_journal_abandon (NwdJournal *journal, NwdJournalEntry *entry);
void nwd_journal_adopt (NwdJournal *journal, NwdJournalEntry *entry);

/* Leaves what was done without the journal to the recovery: @undo of NwdStep, in their order. */
void nwd_journal_add_orphan (NwdJournal *journal, const char *vm_id, GPtrArray *undo);

/* A new array of NwdJournalEntry, which @journal owns. */
GPtrArray *nwd_journal_list_orphans (NwdJournal *journal);

/* Whether something of that VM ("" the host) has yet to be undone. */
gboolean nwd_journal_blocks (const NwdJournal *journal, const char *vm_id);
