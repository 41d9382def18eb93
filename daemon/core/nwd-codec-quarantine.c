/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-quarantine.h"

#include "nwd-error.h"

#define GROUP "quarantine-0"

void
nwd_codec_quarantine_put (NwdDocument *document, const char *group, const NwdQuarantine *quarantine)
{
  g_autofree char *cards = g_variant_print (quarantine->cards, TRUE);

  nwd_document_set_string (document, group, "network", quarantine->network_id);
  nwd_document_set_string (document, group, "cards", cards);
  nwd_document_remove_key (document, group, "released");
  if (quarantine->released)
    nwd_document_set_boolean (document, group, "released", TRUE);
}

NwdQuarantine *
nwd_codec_quarantine_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *network = NULL, *text = NULL;
  g_autoptr (GVariant) cards = NULL;
  g_autoptr (NwdQuarantine) quarantine = NULL;
  gboolean released = FALSE;

  if (!nwd_document_get_string (document, group, "network", &network, error)
      || !nwd_document_get_string (document, group, "cards", &text, error))
    return NULL;
  cards = g_variant_parse (NWD_QUARANTINE_CARDS, text, NULL, NULL, NULL);
  if (!cards)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] cards cannot be read", group);
      return NULL;
    }
  quarantine = nwd_quarantine_new (network, cards);
  /* Not there: no. Older files do not have it. */
  nwd_document_get_boolean (document, group, "released", &released, NULL);
  return released ? nwd_quarantine_release (quarantine) : g_steal_pointer (&quarantine);
}

void
nwd_codec_quarantine_put_vm (NwdDocument *document, const NwdQuarantine *quarantine)
{
  if (quarantine)
    nwd_codec_quarantine_put (document, GROUP, quarantine);
  else
    nwd_document_remove (document, GROUP);
}

gboolean
nwd_codec_quarantine_get_vm (const NwdDocument *document,
                             NwdQuarantine **quarantine,
                             GError **error)
{
  g_auto (GStrv) groups = nwd_document_list (document, "quarantine");

  *quarantine = NULL;
  if (!*groups)
    return TRUE;
  *quarantine = nwd_codec_quarantine_get (document, *groups, error);
  return *quarantine != NULL;
}
