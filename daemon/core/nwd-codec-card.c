/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-card.h"

#include "nwd-codec-source.h"
#include "nwd-error.h"

void
nwd_codec_card_put (NwdDocument *document, const char *group, const NwdCard *card)
{
  g_autofree char *parameters = g_variant_print (card->filter_parameters, FALSE);

  nwd_document_set_string (document, group, "alias", card->alias);
  nwd_document_set_string (document, group, "mac", card->mac);
  nwd_document_set_number (document, group, "nth", card->nth);
  nwd_document_set_string (document, group, "model", card->model);
  nwd_codec_source_put (document, group, card->source);
  nwd_document_set_string (document, group, "address", card->address);
  nwd_document_set_string (document, group, "filter", card->filter);
  nwd_document_set_string (document, group, "filter-parameters", parameters);
  nwd_document_set_number (document, group, "mtu", card->mtu);
  nwd_document_set_boolean (document, group, "linked", card->linked);
  nwd_document_set_boolean (document, group, "isolated", card->isolated);
}

static gboolean
get_interned (
  const NwdDocument *document, const char *group, const char *key, char **value, GError **error)
{
  g_autofree char *text = NULL;

  if (!nwd_document_get_string (document, group, key, &text, error))
    return FALSE;
  *value = g_ref_string_new_intern (text);
  return TRUE;
}

static GVariant *
get_parameters (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) why = NULL;
  GVariant *parameters = NULL;

  if (!nwd_document_get_string (document, group, "filter-parameters", &text, error))
    return NULL;
  parameters = g_variant_parse (G_VARIANT_TYPE ("a{ss}"), text, NULL, NULL, &why);
  if (!parameters)
    g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] filter-parameters: %s", group,
                 why->message);
  return parameters;
}

NwdCard *
nwd_codec_card_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdCard) card = nwd_card_new ();

  card->bridge = g_ref_string_new_intern ("");
  card->target = g_ref_string_new_intern ("");
  card->source = nwd_codec_source_get (document, group, error);
  if (!card->source || !get_interned (document, group, "alias", &card->alias, error)
      || !nwd_document_get_string (document, group, "mac", &card->mac, error)
      || !nwd_document_get_number (document, group, "nth", &card->nth, error)
      || !get_interned (document, group, "model", &card->model, error)
      || !get_interned (document, group, "address", &card->address, error)
      || !get_interned (document, group, "filter", &card->filter, error)
      || !nwd_document_get_number (document, group, "mtu", &card->mtu, error)
      || !nwd_document_get_boolean (document, group, "linked", &card->linked, error)
      || !nwd_document_get_boolean (document, group, "isolated", &card->isolated, error))
    return NULL;
  card->filter_parameters = get_parameters (document, group, error);
  return card->filter_parameters ? g_steal_pointer (&card) : NULL;
}
