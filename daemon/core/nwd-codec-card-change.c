/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-card-change.h"

#include "nwd-codec-card.h"
#include "nwd-codec-source.h"
#include "nwd-error.h"

static void
put_fields (NwdDocument *document, const char *group, const NwdCardChange *change)
{
  if (change->fields & NWD_CARD_LINKED)
    nwd_document_set_boolean (document, group, "linked", change->linked);
  if (change->fields & NWD_CARD_ISOLATED)
    nwd_document_set_boolean (document, group, "isolated", change->isolated);
  if (change->fields & NWD_CARD_SOURCE)
    nwd_codec_source_put (document, group, change->source);
  if (change->fields & NWD_CARD_MAC)
    nwd_document_set_string (document, group, "new-mac", change->new_mac);
  if (change->fields & NWD_CARD_MODEL)
    nwd_document_set_string (document, group, "model", change->model);
  if (change->fields & NWD_CARD_MTU)
    nwd_document_set_number (document, group, "mtu", change->mtu);
  if (change->fields & NWD_CARD_ALIAS)
    nwd_document_set_string (document, group, "alias", change->alias);
  if (change->fields & NWD_CARD_VIRTUAL_PORT)
    nwd_codec_variant_put (document, group, "virtual-port", change->virtual_port);
  if (!(change->fields & NWD_CARD_FILTER))
    return;
  nwd_document_set_string (document, group, "filter", change->filter);
  nwd_codec_variant_put (document, group, "filter-parameters", change->filter_parameters);
}

void
nwd_codec_card_change_put (NwdDocument *document, const char *group, const NwdCardChange *change)
{
  nwd_document_set_string (document, group, "vm", change->vm_id);
  nwd_document_set_string (document, group, "mac", change->mac);
  nwd_document_set_number (document, group, "nth", change->nth);
  nwd_document_set_number (document, group, "scope", change->scope);
  if (change->verb != NWD_CARD_UPDATE)
    nwd_document_set_string (document, group, "verb", nwd_card_verb_name (change->verb));

  if (change->verb == NWD_CARD_ATTACH)
    nwd_codec_card_put (document, group, change->card);
  if (change->definition)
    nwd_document_set_string (document, group, "definition", change->definition);
  if (change->verb == NWD_CARD_DETACH && change->alias)
    nwd_document_set_string (document, group, "alias", change->alias);
  if (change->which)
    nwd_document_set_string (document, group, "which", change->which);
  if (change->verb == NWD_CARD_UPDATE)
    put_fields (document, group, change);
}

static void
get_values (const NwdDocument *document, const char *group, NwdCardChange *change)
{
  gboolean value = FALSE;
  guint mtu = 0;

  if (nwd_document_get_boolean (document, group, "linked", &value, NULL))
    nwd_card_change_set_linked (change, value);
  if (nwd_document_get_boolean (document, group, "isolated", &value, NULL))
    nwd_card_change_set_isolated (change, value);
  if (nwd_document_get_number (document, group, "mtu", &mtu, NULL))
    nwd_card_change_set_mtu (change, mtu);
}

static void
get_texts (const NwdDocument *document, const char *group, NwdCardChange *change)
{
  g_autofree char *mac = NULL, *model = NULL, *alias = NULL;
  g_autoptr (NwdSource) source = nwd_codec_source_get (document, group, NULL);

  if (source)
    nwd_card_change_set_source (change, source);
  if (nwd_document_get_string (document, group, "new-mac", &mac, NULL))
    nwd_card_change_set_mac (change, mac);
  if (nwd_document_get_string (document, group, "model", &model, NULL))
    nwd_card_change_set_model (change, model);
  if (nwd_document_get_string (document, group, "alias", &alias, NULL))
    nwd_card_change_set_alias (change, alias);
}

static void
get_variants (const NwdDocument *document, const char *group, NwdCardChange *change)
{
  g_autoptr (GVariant) parameters = NULL;
  g_autoptr (GVariant) port = NULL;
  g_autofree char *filter = NULL;

  if (nwd_codec_variant_get (document, group, "virtual-port", G_VARIANT_TYPE_VARDICT, &port, NULL))
    nwd_card_change_set_virtual_port (change, port);
  if (nwd_document_get_string (document, group, "filter", &filter, NULL)
      && nwd_codec_variant_get (document, group, "filter-parameters", G_VARIANT_TYPE ("a{ss}"),
                                &parameters, NULL))
    nwd_card_change_set_filter (change, filter, parameters);
}

/* A key that is not there is a field that is not meant. */
static NwdCardChange *
get_update (
  const NwdDocument *document, const char *group, const char *vm_id, NwdScope scope, GError **error)
{
  g_autofree char *mac = NULL;
  guint nth = 0;
  NwdCardChange *change = NULL;

  if (!nwd_document_get_string (document, group, "mac", &mac, error)
      || !nwd_document_get_number (document, group, "nth", &nth, error))
    return NULL;
  change = nwd_card_change_new (vm_id, mac, nth, scope);
  nwd_document_get_string (document, group, "which", &change->which, NULL);
  get_values (document, group, change);
  get_texts (document, group, change);
  get_variants (document, group, change);
  return change;
}

static NwdCardChange *
get_attach (
  const NwdDocument *document, const char *group, const char *vm_id, NwdScope scope, GError **error)
{
  g_autoptr (NwdCard) card = nwd_codec_card_get (document, group, error);
  g_autofree char *definition = NULL;

  if (!card)
    return NULL;
  nwd_document_get_string (document, group, "definition", &definition, NULL);
  return nwd_card_change_new_attach (vm_id, card, definition, scope);
}

static NwdCardChange *
get_detach (
  const NwdDocument *document, const char *group, const char *vm_id, NwdScope scope, GError **error)
{
  g_autofree char *mac = NULL;
  guint nth = 0;
  NwdCardChange *change = NULL;

  if (!nwd_document_get_string (document, group, "mac", &mac, error)
      || !nwd_document_get_number (document, group, "nth", &nth, error))
    return NULL;
  change = nwd_card_change_new (vm_id, mac, nth, scope);
  change->verb = NWD_CARD_DETACH;
  nwd_document_get_string (document, group, "alias", &change->alias, NULL);
  return change;
}

/* A journal from before there were others knows updates only. */
static gboolean
get_verb (const NwdDocument *document, const char *group, NwdCardVerb *verb, GError **error)
{
  g_autofree char *name = NULL;

  *verb = NWD_CARD_UPDATE;
  if (!nwd_document_get_string (document, group, "verb", &name, NULL)
      || nwd_card_verb_parse (name, verb))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
               "[%s] is a change of a card that is not known", group);
  return FALSE;
}

NwdCardChange *
nwd_codec_card_change_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *vm_id = NULL;
  guint scope = 0;
  NwdCardVerb verb = NWD_CARD_UPDATE;

  if (!nwd_document_get_string (document, group, "vm", &vm_id, error)
      || !nwd_document_get_number (document, group, "scope", &scope, error)
      || !get_verb (document, group, &verb, error))
    return NULL;

  scope &= NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG;
  if (verb == NWD_CARD_ATTACH)
    return get_attach (document, group, vm_id, scope, error);
  if (verb == NWD_CARD_DETACH)
    return get_detach (document, group, vm_id, scope, error);
  return get_update (document, group, vm_id, scope, error);
}
