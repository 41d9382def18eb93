/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-journal.h"

#include "core/nwd-codec-journal.h"
#include "core/nwd-rollback-host.h"

struct _NwdJournal
{
  NwdStore *store;
  char *boot_id;      /* of the host, now */
  GPtrArray *entries; /* of NwdJournalEntry */
};

typedef struct
{
  NwdJournal *journal;
  GPtrArray *begun; /* to be taken away when they could not be written; NULL none */
  GPtrArray *kept;  /* left to @checkpoint, or given a new one; to be as before when that could not
                     * be written; NULL none */
  NwdCheckpoint *before; /* of @kept; NULL: none */
  GPtrArray *ended;      /* taken away, to come back when that could not be written; NULL none */
  NwdJournalWritten written;
  gpointer data;
} Write;

static void
entry_free (NwdJournalEntry *entry)
{
  g_free (entry->vm_id);
  g_free (entry->safeguard);
  g_free (entry->boot_id);
  g_ptr_array_unref (entry->undo);
  g_clear_pointer (&entry->did, g_ptr_array_unref);
  g_clear_pointer (&entry->checkpoint, nwd_checkpoint_unref);
  g_free (entry);
}

NwdJournal *
nwd_journal_new (NwdStore *store)
{
  NwdJournal *journal = g_new0 (NwdJournal, 1);

  journal->store = g_object_ref (store);
  journal->boot_id = g_strdup ("");
  journal->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  return journal;
}

void
nwd_journal_free (NwdJournal *journal)
{
  g_object_unref (journal->store);
  g_free (journal->boot_id);
  g_ptr_array_unref (journal->entries);
  g_free (journal);
}

static NwdJournalEntry *
add_entry (NwdJournal *journal,
           const char *vm_id,
           GPtrArray *undo,
           const char *safeguard,
           NwdEntryState state)
{
  NwdJournalEntry *entry = g_new0 (NwdJournalEntry, 1);

  entry->vm_id = g_strdup (vm_id);
  entry->undo = g_ptr_array_ref (undo);
  entry->safeguard = g_strdup (safeguard);
  entry->boot_id = g_strdup (journal->boot_id);
  entry->state = state;
  g_ptr_array_add (journal->entries, entry);
  return entry;
}

static void
set_checkpoint (NwdJournalEntry *entry, NwdCheckpoint *checkpoint, GPtrArray *did)
{
  entry->state = NWD_ENTRY_PENDING;
  g_clear_pointer (&entry->checkpoint, nwd_checkpoint_unref);
  entry->checkpoint = nwd_checkpoint_ref (checkpoint);
  if (did)
    entry->did = g_ptr_array_ref (did);
}

static void
clear_checkpoint (NwdJournalEntry *entry, NwdEntryState state)
{
  entry->state = state;
  g_clear_pointer (&entry->checkpoint, nwd_checkpoint_unref);
  g_clear_pointer (&entry->did, g_ptr_array_unref);
}

/* The host has started anew since: that was the end of some of it. */
static GPtrArray *
list_undo (const NwdJournal *journal, const NwdJournalRecord *record)
{
  gboolean outlasted = *record->boot_id && !g_str_equal (record->boot_id, journal->boot_id);

  return outlasted && !*record->vm_id ? nwd_rollback_host_list_lasting (record->undo)
                                      : g_ptr_array_ref (record->undo);
}

static void
on_decoded (const NwdJournalRecord *record, gpointer data)
{
  g_autoptr (GPtrArray) undo = list_undo (data, record);
  NwdJournalEntry *entry
    = add_entry (data, record->vm_id, undo, record->safeguard, NWD_ENTRY_ORPHAN);

  if (record->checkpoint)
    set_checkpoint (entry, record->checkpoint, record->did);
}

gboolean
nwd_journal_load (NwdJournal *journal, const char *text, const char *boot_id, GError **error)
{
  g_free (journal->boot_id);
  journal->boot_id = g_strdup (boot_id);
  g_ptr_array_set_size (journal->entries, 0);
  return !text || nwd_codec_journal_decode (text, on_decoded, journal, error);
}

static Write *write_all (NwdJournal *journal,
                         GPtrArray *begun,
                         GPtrArray *ended,
                         NwdJournalWritten written,
                         gpointer data);

/* A write that came after may have had the entries in it: then they are in the file. */
static void
take_back_begun (Write *write)
{
  for (guint i = 0; i < write->begun->len; i++)
    g_ptr_array_remove (write->journal->entries, g_ptr_array_index (write->begun, i));
  write_all (write->journal, NULL, NULL, NULL, NULL);
}

static void
settle_ended (Write *write, gboolean failed)
{
  for (guint i = 0; i < write->ended->len; i++)
    if (failed)
      g_ptr_array_add (write->journal->entries, g_ptr_array_index (write->ended, i));
    else
      entry_free (g_ptr_array_index (write->ended, i));
}

static void
restore_kept (Write *write)
{
  for (guint i = 0; i < write->kept->len; i++)
    {
      NwdJournalEntry *entry = g_ptr_array_index (write->kept, i);

      if (write->before)
        set_checkpoint (entry, write->before, NULL);
      else
        clear_checkpoint (entry, NWD_ENTRY_RUNNING);
    }
}

static void
write_free (Write *write)
{
  g_clear_pointer (&write->kept, g_ptr_array_unref);
  g_clear_pointer (&write->before, nwd_checkpoint_unref);
  g_clear_pointer (&write->begun, g_ptr_array_unref);
  g_clear_pointer (&write->ended, g_ptr_array_unref);
  g_free (write);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Write *write = data;
  NwdJournalWritten written = write->written;
  gpointer written_data = write->data;
  GError *error = NULL;

  if (!nwd_store_write_finish (NWD_STORE (source), result, &error) && write->begun)
    take_back_begun (write);
  if (error && write->kept)
    restore_kept (write);
  if (write->ended)
    settle_ended (write, error != NULL);
  write_free (write);
  if (written)
    written (error, written_data);
  else if (error)
    {
      g_warning ("%s", error->message);
      g_error_free (error);
    }
}

static char *
encode (const NwdJournal *journal)
{
  NwdJournalEncoder *encoder = nwd_codec_journal_encoder_new ();

  for (guint i = 0; i < journal->entries->len; i++)
    {
      const NwdJournalEntry *entry = g_ptr_array_index (journal->entries, i);

      nwd_codec_journal_encoder_add (
        encoder, &(NwdJournalRecord){ entry->vm_id, entry->undo, entry->did, entry->checkpoint,
                                      entry->safeguard, entry->boot_id });
    }
  return nwd_codec_journal_encoder_end (encoder);
}

/* Of @begun and @ended it keeps a reference. The write, which ends later. */
static Write *
write_all (
  NwdJournal *journal, GPtrArray *begun, GPtrArray *ended, NwdJournalWritten written, gpointer data)
{
  Write *write = g_new0 (Write, 1);
  g_autofree char *text = encode (journal);

  write->journal = journal;
  write->begun = begun ? g_ptr_array_ref (begun) : NULL;
  write->ended = ended ? g_ptr_array_ref (ended) : NULL;
  write->written = written;
  write->data = data;
  nwd_store_write_async (journal->store, NWD_JOURNAL, text, on_written, write);
  return write;
}

GPtrArray *
nwd_journal_begin (NwdJournal *journal,
                   GPtrArray *plans,
                   const char *safeguard,
                   NwdJournalWritten written,
                   gpointer data)
{
  GPtrArray *entries = g_ptr_array_new ();

  for (guint i = 0; i < plans->len; i++)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, i);
      g_autoptr (GPtrArray) undo = nwd_plan_get_undo (plan, plan->undo->len, NULL);

      g_ptr_array_add (entries,
                       add_entry (journal, plan->vm_id, undo, safeguard, NWD_ENTRY_RUNNING));
    }
  write_all (journal, entries, NULL, written, data);
  return entries;
}

static void
steal_entry (NwdJournal *journal, NwdJournalEntry *entry)
{
  guint i = 0;

  g_return_if_fail (g_ptr_array_find (journal->entries, entry, &i));
  g_ptr_array_steal_index (journal->entries, i);
}

void
nwd_journal_end (NwdJournal *journal, GPtrArray *entries, NwdJournalWritten written, gpointer data)
{
  for (guint i = 0; i < entries->len; i++)
    steal_entry (journal, g_ptr_array_index (entries, i));
  write_all (journal, NULL, entries, written, data);
}

void
nwd_journal_keep (NwdJournal *journal,
                  GPtrArray *entries,
                  GPtrArray *plans,
                  NwdCheckpoint *checkpoint,
                  NwdJournalWritten written,
                  gpointer data)
{
  for (guint i = 0; i < entries->len; i++)
    set_checkpoint (g_ptr_array_index (entries, i), checkpoint,
                    ((NwdPlan *)g_ptr_array_index (plans, i))->steps);
  write_all (journal, NULL, NULL, written, data)->kept = g_ptr_array_ref (entries);
}

void
nwd_journal_unkeep (NwdJournal *journal,
                    GPtrArray *entries,
                    NwdEntryState state,
                    NwdJournalWritten written,
                    gpointer data)
{
  for (guint i = 0; i < entries->len; i++)
    clear_checkpoint (g_ptr_array_index (entries, i), state);
  write_all (journal, NULL, NULL, written, data);
}

void
nwd_journal_renew (NwdJournal *journal,
                   NwdCheckpoint *checkpoint,
                   NwdJournalWritten written,
                   gpointer data)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (journal, checkpoint->id);
  NwdCheckpoint *before = NULL;
  Write *write = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      NwdJournalEntry *entry = g_ptr_array_index (entries, i);

      if (!before)
        before = nwd_checkpoint_ref (entry->checkpoint);
      set_checkpoint (entry, checkpoint, NULL);
    }
  write = write_all (journal, NULL, NULL, written, data);
  write->kept = g_ptr_array_ref (entries);
  write->before = before;
}

GPtrArray *
nwd_journal_list_pending (NwdJournal *journal, const char *id)
{
  GPtrArray *pending = g_ptr_array_new ();

  for (guint i = 0; i < journal->entries->len; i++)
    {
      NwdJournalEntry *entry = g_ptr_array_index (journal->entries, i);

      if (entry->checkpoint && (!id || g_str_equal (entry->checkpoint->id, id)))
        g_ptr_array_add (pending, entry);
    }
  return pending;
}

const NwdCheckpoint *
nwd_journal_find_checkpoint (const NwdJournal *journal, const char *vm_id)
{
  for (guint i = 0; i < journal->entries->len; i++)
    {
      const NwdJournalEntry *entry = g_ptr_array_index (journal->entries, i);

      if (entry->checkpoint && g_str_equal (entry->vm_id, vm_id))
        return entry->checkpoint;
    }
  return NULL;
}

void
nwd_journal_drop (NwdJournal *journal, NwdJournalEntry *entry)
{
  g_ptr_array_remove (journal->entries, entry);
  write_all (journal, NULL, NULL, NULL, NULL);
}

void
nwd_journal_leave (NwdJournal *journal, NwdJournalEntry *entry)
{
  entry->state = NWD_ENTRY_ORPHAN;
}

void
nwd_journal_abandon (NwdJournal *journal, NwdJournalEntry *entry)
{
  nwd_journal_leave (journal, entry);
  entry->unsure = TRUE;
}

void
nwd_journal_adopt (NwdJournal *journal, NwdJournalEntry *entry)
{
  entry->state = NWD_ENTRY_RECOVERING;
}

void
nwd_journal_add_orphan (NwdJournal *journal, const char *vm_id, GPtrArray *undo)
{
  add_entry (journal, vm_id, undo, "", NWD_ENTRY_ORPHAN)->unsure = TRUE;
  write_all (journal, NULL, NULL, NULL, NULL);
}

GPtrArray *
nwd_journal_list_orphans (NwdJournal *journal)
{
  GPtrArray *orphans = g_ptr_array_new ();

  for (guint i = 0; i < journal->entries->len; i++)
    if (((NwdJournalEntry *)g_ptr_array_index (journal->entries, i))->state == NWD_ENTRY_ORPHAN)
      g_ptr_array_add (orphans, g_ptr_array_index (journal->entries, i));
  return orphans;
}

gboolean
nwd_journal_blocks (const NwdJournal *journal, const char *vm_id)
{
  for (guint i = 0; i < journal->entries->len; i++)
    {
      const NwdJournalEntry *entry = g_ptr_array_index (journal->entries, i);

      gboolean undoes = entry->state == NWD_ENTRY_ORPHAN || entry->state == NWD_ENTRY_RECOVERING;

      if (undoes && g_str_equal (entry->vm_id, vm_id))
        return TRUE;
    }
  return FALSE;
}
