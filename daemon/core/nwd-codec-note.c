/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-note.h"

#include "nwd-codec-source.h"

void
nwd_codec_note_put (NwdDocument *document, const char *group, const NwdNote *note)
{
  nwd_document_set_string (document, group, "mac", note->mac);
  nwd_document_set_number (document, group, "nth", note->nth);
  nwd_document_set_boolean (document, group, "linked", note->linked);
  nwd_document_set_boolean (document, group, "isolated", note->isolated);
  nwd_document_set_boolean (document, group, "held", note->held != NULL);
  if (note->held)
    nwd_codec_source_put (document, group, note->held);
}

NwdNote *
nwd_codec_note_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *mac = NULL;
  guint nth = 0;
  gboolean linked = FALSE, isolated = FALSE, held = FALSE;
  g_autoptr (NwdSource) source = NULL;

  if (!nwd_document_get_string (document, group, "mac", &mac, error)
      || !nwd_document_get_number (document, group, "nth", &nth, error)
      || !nwd_document_get_boolean (document, group, "linked", &linked, error)
      || !nwd_document_get_boolean (document, group, "isolated", &isolated, error)
      || !nwd_document_get_boolean (document, group, "held", &held, error))
    return NULL;
  if (held && !(source = nwd_codec_source_get (document, group, error)))
    return NULL;
  return nwd_note_new (mac, nth, linked, isolated, source);
}

static void
remove_all (NwdDocument *document)
{
  g_auto (GStrv) groups = nwd_document_list (document, "note");

  for (char **group = groups; *group; group++)
    nwd_document_remove (document, *group);
}

void
nwd_codec_notes_put (NwdDocument *document, GPtrArray *notes)
{
  remove_all (document);
  for (guint i = 0; notes && i < notes->len; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      g_autofree char *group = nwd_document_group ("note", key);

      nwd_codec_note_put (document, group, g_ptr_array_index (notes, i));
    }
}

GPtrArray *
nwd_codec_notes_get (const NwdDocument *document, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_note_unref);
  g_auto (GStrv) groups = nwd_document_list (document, "note");

  for (char **group = groups; *group; group++)
    {
      NwdNote *note = nwd_codec_note_get (document, *group, error);

      if (!note)
        return NULL;
      g_ptr_array_add (notes, note);
    }
  return g_steal_pointer (&notes);
}
