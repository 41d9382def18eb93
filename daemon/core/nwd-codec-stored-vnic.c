/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-stored-vnic.h"

#include "nwd-codec-card.h"

void
nwd_codec_stored_vnic_put (NwdDocument *document, const char *group, const NwdStoredVnic *stored)
{
  g_autofree char *mirrors = g_strjoinv (",", stored->mirrors);

  nwd_document_set_string (document, group, "id", stored->id);
  nwd_document_set_string (document, group, "name", stored->name);
  nwd_document_set_string (document, group, "mirrors", mirrors);
  nwd_document_set_boolean (document, group, "unplugged", stored->card != NULL);
  nwd_document_set_string (document, group, "definition",
                           stored->definition ? stored->definition : "");
  if (stored->card)
    nwd_codec_card_put (document, group, stored->card);
}

NwdStoredVnic *
nwd_codec_stored_vnic_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *id = NULL, *name = NULL, *mirrors = NULL, *definition = NULL;
  g_auto (GStrv) networks = NULL;
  g_autoptr (NwdCard) card = NULL;
  gboolean unplugged = FALSE;

  if (!nwd_document_get_string (document, group, "id", &id, error)
      || !nwd_document_get_string (document, group, "name", &name, error)
      || !nwd_document_get_string (document, group, "mirrors", &mirrors, error)
      || !nwd_document_get_boolean (document, group, "unplugged", &unplugged, error)
      || !nwd_document_get_string (document, group, "definition", &definition, error))
    return NULL;
  if (unplugged && !(card = nwd_codec_card_get (document, group, error)))
    return NULL;
  networks = g_strsplit (mirrors, ",", -1);
  return nwd_stored_vnic_new (id, name, (const char *const *)networks, card,
                              *definition ? definition : NULL);
}

static void
remove_all (NwdDocument *document)
{
  g_auto (GStrv) groups = nwd_document_list (document, "vnic");

  for (char **group = groups; *group; group++)
    nwd_document_remove (document, *group);
}

void
nwd_codec_stored_vnics_put (NwdDocument *document, GPtrArray *all)
{
  remove_all (document);
  for (guint i = 0; all && i < all->len; i++)
    {
      const NwdStoredVnic *stored = g_ptr_array_index (all, i);
      g_autofree char *group = nwd_document_group ("vnic", stored->id);

      nwd_codec_stored_vnic_put (document, group, stored);
    }
}

GPtrArray *
nwd_codec_stored_vnics_get (const NwdDocument *document, GError **error)
{
  g_autoptr (GPtrArray) all
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);
  g_auto (GStrv) groups = nwd_document_list (document, "vnic");

  for (char **group = groups; *group; group++)
    {
      NwdStoredVnic *stored = nwd_codec_stored_vnic_get (document, *group, error);

      if (!stored)
        return NULL;
      g_ptr_array_add (all, stored);
    }
  return g_steal_pointer (&all);
}
