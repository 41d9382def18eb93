/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-card.h"

#include "nwd-codec-source.h"
#include "nwd-error.h"

void
nwd_codec_variant_put (NwdDocument *document, const char *group, const char *key, GVariant *value)
{
  g_autofree char *text = g_variant_print (value, FALSE);

  nwd_document_set_string (document, group, key, text);
}

gboolean
nwd_codec_variant_get (const NwdDocument *document,
                       const char *group,
                       const char *key,
                       const GVariantType *type,
                       GVariant **value,
                       GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (!nwd_document_get_string (document, group, key, &text, error))
    return FALSE;

  *value = g_variant_parse (type, text, NULL, NULL, &cause);
  if (*value)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] %s: %s", group, key,
               cause->message);
  return FALSE;
}

void
nwd_codec_card_put (NwdDocument *document, const char *group, const NwdCard *card)
{
  nwd_document_set_string (document, group, "alias", card->alias);
  nwd_document_set_string (document, group, "mac", card->mac);
  nwd_document_set_number (document, group, "nth", card->nth);
  nwd_document_set_string (document, group, "model", card->model);
  nwd_codec_source_put (document, group, card->source);
  nwd_document_set_string (document, group, "address", card->address);
  nwd_document_set_string (document, group, "filter", card->filter);
  nwd_codec_variant_put (document, group, "filter-parameters", card->filter_parameters);
  nwd_codec_variant_put (document, group, "virtual-port", card->virtual_port);
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
  *value = nwd_text_new (text);
  return TRUE;
}

static gboolean
get_texts (const NwdDocument *document, const char *group, NwdCard *card, GError **error)
{
  card->bridge = nwd_text_new ("");
  card->target = nwd_text_new ("");
  return get_interned (document, group, "alias", &card->alias, error)
         && nwd_document_get_string (document, group, "mac", &card->mac, error)
         && get_interned (document, group, "model", &card->model, error)
         && get_interned (document, group, "address", &card->address, error)
         && get_interned (document, group, "filter", &card->filter, error);
}

static gboolean
get_values (const NwdDocument *document, const char *group, NwdCard *card, GError **error)
{
  return nwd_document_get_number (document, group, "nth", &card->nth, error)
         && nwd_document_get_number (document, group, "mtu", &card->mtu, error)
         && nwd_document_get_boolean (document, group, "linked", &card->linked, error)
         && nwd_document_get_boolean (document, group, "isolated", &card->isolated, error);
}

static gboolean
get_variants (const NwdDocument *document, const char *group, NwdCard *card, GError **error)
{
  g_autoptr (GVariant) parameters = NULL;
  g_autoptr (GVariant) port = NULL;

  if (!nwd_codec_variant_get (document, group, "filter-parameters", G_VARIANT_TYPE ("a{ss}"),
                              &parameters, error)
      || !nwd_codec_variant_get (document, group, "virtual-port", G_VARIANT_TYPE_VARDICT, &port,
                                 error))
    return FALSE;
  nwd_card_set_filter_parameters (card, parameters);
  nwd_card_set_virtual_port (card, port);
  return TRUE;
}

NwdCard *
nwd_codec_card_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdCard) card = nwd_card_new ();

  card->source = nwd_codec_source_get (document, group, error);
  return card->source && get_texts (document, group, card, error)
             && get_values (document, group, card, error)
             && get_variants (document, group, card, error)
           ? g_steal_pointer (&card)
           : NULL;
}
