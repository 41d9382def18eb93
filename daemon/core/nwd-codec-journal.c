/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-journal.h"

#include "nwd-codec-step.h"

#include <string.h>

/* [entry-1] says of which VM; its steps are [undo-1-0], [undo-1-1], … */

struct _NwdJournalEncoder
{
  NwdDocument *document;
  guint n;
};

typedef struct
{
  char *vm_id;
  GPtrArray *undo;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->vm_id);
  g_ptr_array_unref (entry->undo);
  g_free (entry);
}

static gboolean
get_undo (const NwdDocument *document, const char *key, GPtrArray *undo, GError **error)
{
  g_autofree char *sort = g_strconcat ("undo-", key, NULL);
  g_auto (GStrv) groups = nwd_document_list (document, sort);

  for (char **group = groups; *group; group++)
    {
      NwdStep *step = nwd_codec_step_get (document, *group, error);

      if (!step)
        return FALSE;
      g_ptr_array_add (undo, step);
    }
  return TRUE;
}

static GPtrArray *
get_entries (const NwdDocument *document, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  g_auto (GStrv) groups = nwd_document_list (document, "entry");

  for (char **group = groups; *group; group++)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->undo = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);
      g_ptr_array_add (entries, entry);
      if (!nwd_document_get_string (document, *group, "vm", &entry->vm_id, error)
          || !get_undo (document, *group + strlen ("entry-"), entry->undo, error))
        return NULL;
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
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      decoded (entry->vm_id, entry->undo, data);
    }
  return TRUE;
}

NwdJournalEncoder *
nwd_codec_journal_encoder_new (void)
{
  NwdJournalEncoder *encoder = g_new0 (NwdJournalEncoder, 1);

  encoder->document = nwd_document_new ("journal");
  return encoder;
}

void
nwd_codec_journal_encoder_add (NwdJournalEncoder *encoder, const char *vm_id, GPtrArray *undo)
{
  g_autofree char *entry = g_strdup_printf ("entry-%u", encoder->n);

  nwd_document_set_string (encoder->document, entry, "vm", vm_id);
  for (guint i = 0; i < undo->len; i++)
    {
      g_autofree char *group = g_strdup_printf ("undo-%u-%u", encoder->n, i);

      nwd_codec_step_put (encoder->document, group, g_ptr_array_index (undo, i));
    }
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
