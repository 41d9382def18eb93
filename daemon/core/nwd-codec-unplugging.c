/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-unplugging.h"

#define SORT "unplugging"

void
nwd_codec_unplugging_put (NwdDocument *document, const NwdUnplugging *unplugging)
{
  g_autofree char *group = nwd_document_group (SORT, unplugging->vnic_id);

  nwd_document_set_string (document, group, "vnic", unplugging->vnic_id);
  nwd_document_set_string (document, group, "boot", unplugging->boot_id);
  nwd_document_set_string (document, group, "tap", unplugging->tap);
  nwd_document_set_number (document, group, "link", unplugging->link);
  nwd_document_set_boolean (document, group, "stays", unplugging->stays);
}

static NwdUnplugging *
unplugging_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *vnic_id = NULL, *boot_id = NULL, *tap = NULL;
  guint link = 0;
  gboolean stays = FALSE;

  if (!nwd_document_get_string (document, group, "vnic", &vnic_id, error)
      || !nwd_document_get_string (document, group, "boot", &boot_id, error)
      || !nwd_document_get_string (document, group, "tap", &tap, error)
      || !nwd_document_get_number (document, group, "link", &link, error)
      || !nwd_document_get_boolean (document, group, "stays", &stays, error))
    return NULL;
  return nwd_unplugging_new (vnic_id, boot_id, tap, link, stays);
}

GPtrArray *
nwd_codec_unpluggings_get (const NwdDocument *document, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_unplugging_free);
  g_auto (GStrv) groups = nwd_document_list (document, SORT);

  for (char **group = groups; *group; group++)
    {
      NwdUnplugging *unplugging = unplugging_get (document, *group, error);

      if (!unplugging)
        return NULL;
      g_ptr_array_add (all, unplugging);
    }
  return g_steal_pointer (&all);
}
