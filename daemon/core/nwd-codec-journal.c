/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-journal.h"

#include "nwd-codec-step.h"
#include "nwd-error.h"
#include "nwd-number.h"

#include <string.h>

/* [entry-1] says of which VM, and of which checkpoint; its steps are [undo-1-0], [undo-1-1], …, and
 * with a checkpoint [did-1-0], … */

struct _NwdJournalEncoder
{
  NwdDocument *document;
  guint n;
};

typedef struct
{
  NwdJournalRecord record;
  char *vm_id;
  char *safeguard;
  char *boot_id;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->vm_id);
  g_free (entry->safeguard);
  g_free (entry->boot_id);
  g_ptr_array_unref (entry->record.undo);
  g_clear_pointer (&entry->record.did, g_ptr_array_unref);
  g_clear_pointer (&entry->record.checkpoint, nwd_checkpoint_unref);
  g_free (entry);
}

static GPtrArray *
steps_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);
}

static gboolean
get_steps (
  const NwdDocument *document, const char *sort, const char *key, GPtrArray *steps, GError **error)
{
  g_autofree char *prefix = g_strconcat (sort, "-", key, NULL);
  g_auto (GStrv) groups = nwd_document_list (document, prefix);

  for (char **group = groups; *group; group++)
    {
      NwdStep *step = nwd_codec_step_get (document, *group, error);

      if (!step)
        return FALSE;
      g_ptr_array_add (steps, step);
    }
  return TRUE;
}

static gboolean
get_time (
  const NwdDocument *document, const char *group, const char *key, gint64 *time, GError **error)
{
  g_autofree char *text = NULL;
  guint64 number = 0;

  if (!nwd_document_get_string (document, group, key, &text, error))
    return FALSE;
  if (nwd_number_parse (text, 0, G_MAXINT64, &number))
    {
      *time = (gint64)number;
      return TRUE;
    }
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] %s is no point in time", group,
               key);
  return FALSE;
}

static gboolean
get_checkpoint (const NwdDocument *document, const char *group, Entry *entry, GError **error)
{
  g_autofree char *id = NULL;
  gint64 created = 0, deadline = 0;
  guint uid = 0;

  if (!nwd_document_get_string (document, group, "checkpoint", &id, NULL))
    return TRUE;
  if (!get_time (document, group, "created", &created, error)
      || !get_time (document, group, "deadline", &deadline, error)
      || !nwd_document_get_number (document, group, "uid", &uid, error))
    return FALSE;
  entry->record.checkpoint
    = nwd_checkpoint_new (id, NWD_CHECKPOINT_PENDING, created, deadline, uid);
  entry->record.did = steps_new ();
  return get_steps (document, "did", group + strlen ("entry-"), entry->record.did, error);
}

/* "" where it has none: written before there was any. */
static char *
get_text (const NwdDocument *document, const char *group, const char *key)
{
  char *text = NULL;

  return nwd_document_get_string (document, group, key, &text, NULL) ? text : g_strdup ("");
}

static GPtrArray *
get_entries (const NwdDocument *document, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  g_auto (GStrv) groups = nwd_document_list (document, "entry");

  for (char **group = groups; *group; group++)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->record.undo = steps_new ();
      g_ptr_array_add (entries, entry);
      if (!nwd_document_get_string (document, *group, "vm", &entry->vm_id, error)
          || !get_steps (document, "undo", *group + strlen ("entry-"), entry->record.undo, error)
          || !get_checkpoint (document, *group, entry, error))
        return NULL;
      entry->safeguard = get_text (document, *group, "safeguard");
      entry->boot_id = get_text (document, *group, "boot");
      entry->record.vm_id = entry->vm_id;
      entry->record.safeguard = entry->safeguard;
      entry->record.boot_id = entry->boot_id;
    }
  return g_steal_pointer (&entries);
}

gboolean
nwd_codec_journal_decode (const char *text,
                          NwdJournalDecoded decoded,
                          gpointer data,
                          GError **error)
{
  g_autoptr (NwdDocument) document = nwd_document_parse ("journal", text, error);
  g_autoptr (GPtrArray) entries = document ? get_entries (document, error) : NULL;

  if (!entries)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    decoded (&((Entry *)g_ptr_array_index (entries, i))->record, data);
  return TRUE;
}

NwdJournalEncoder *
nwd_codec_journal_encoder_new (void)
{
  NwdJournalEncoder *encoder = g_new0 (NwdJournalEncoder, 1);

  encoder->document = nwd_document_new ("journal");
  return encoder;
}

static void
put_steps (NwdJournalEncoder *encoder, const char *sort, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *group = g_strdup_printf ("%s-%u-%u", sort, encoder->n, i);

      nwd_codec_step_put (encoder->document, group, g_ptr_array_index (steps, i));
    }
}

static void
put_time (NwdJournalEncoder *encoder, const char *group, const char *key, gint64 time)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, time);

  nwd_document_set_string (encoder->document, group, key, text);
}

static void
put_checkpoint (NwdJournalEncoder *encoder, const char *group, const NwdJournalRecord *record)
{
  const NwdCheckpoint *checkpoint = record->checkpoint;

  nwd_document_set_string (encoder->document, group, "checkpoint", checkpoint->id);
  put_time (encoder, group, "created", checkpoint->created);
  put_time (encoder, group, "deadline", checkpoint->deadline);
  nwd_document_set_number (encoder->document, group, "uid", checkpoint->uid);
  put_steps (encoder, "did", record->did);
}

static void
put_text (NwdJournalEncoder *encoder, const char *group, const char *key, const char *text)
{
  if (*text)
    nwd_document_set_string (encoder->document, group, key, text);
}

void
nwd_codec_journal_encoder_add (NwdJournalEncoder *encoder, const NwdJournalRecord *record)
{
  g_autofree char *entry = g_strdup_printf ("entry-%u", encoder->n);

  nwd_document_set_string (encoder->document, entry, "vm", record->vm_id);
  put_text (encoder, entry, "safeguard", record->safeguard);
  put_text (encoder, entry, "boot", record->boot_id);
  put_steps (encoder, "undo", record->undo);
  if (record->checkpoint)
    put_checkpoint (encoder, entry, record);
  encoder->n++;
}

char *
nwd_codec_journal_encoder_end (NwdJournalEncoder *encoder)
{
  char *text = nwd_document_to_text (encoder->document);

  nwd_document_free (encoder->document);
  g_free (encoder);
  return text;
}
