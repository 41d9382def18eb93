/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card.h"

/* Any thread. */
static GVariant *
make_empty_once (GVariant **empty, const GVariantType *type)
{
  if (g_once_init_enter (empty))
    g_once_init_leave (empty, g_variant_ref_sink (g_variant_new_array (type, NULL, 0)));
  return *empty;
}

GVariant *
nwd_card_no_filter_parameters (void)
{
  static GVariant *none = NULL;

  return make_empty_once (&none, G_VARIANT_TYPE ("{ss}"));
}

GVariant *
nwd_card_no_virtual_port (void)
{
  static GVariant *none = NULL;

  return make_empty_once (&none, G_VARIANT_TYPE ("{sv}"));
}

NwdCard *
nwd_card_new (void)
{
  NwdCard *card = g_atomic_rc_box_new0 (NwdCard);

  card->linked = TRUE;
  card->filter_parameters = g_variant_ref (nwd_card_no_filter_parameters ());
  card->virtual_port = g_variant_ref (nwd_card_no_virtual_port ());
  return card;
}

NwdCard *
nwd_card_copy (const NwdCard *card)
{
  NwdCard *copy = nwd_card_new ();

  copy->alias = nwd_text_ref (card->alias);
  copy->mac = g_strdup (card->mac);
  copy->nth = card->nth;
  copy->model = nwd_text_ref (card->model);
  copy->source = nwd_source_ref (card->source);
  copy->bridge = nwd_text_ref (card->bridge);
  copy->target = nwd_text_ref (card->target);
  copy->address = nwd_text_ref (card->address);
  copy->filter = nwd_text_ref (card->filter);
  nwd_card_set_filter_parameters (copy, card->filter_parameters);
  nwd_card_set_virtual_port (copy, card->virtual_port);
  copy->mtu = card->mtu;
  copy->linked = card->linked;
  copy->isolated = card->isolated;
  return copy;
}

NwdCard *
nwd_card_ref (NwdCard *card)
{
  return g_atomic_rc_box_acquire (card);
}

static void
card_clear (NwdCard *card)
{
  g_clear_pointer (&card->alias, nwd_text_unref);
  g_free (card->mac);
  g_clear_pointer (&card->model, nwd_text_unref);
  g_clear_pointer (&card->source, nwd_source_unref);
  g_clear_pointer (&card->bridge, nwd_text_unref);
  g_clear_pointer (&card->target, nwd_text_unref);
  g_clear_pointer (&card->address, nwd_text_unref);
  g_clear_pointer (&card->filter, nwd_text_unref);
  g_clear_pointer (&card->filter_parameters, g_variant_unref);
  g_clear_pointer (&card->virtual_port, g_variant_unref);
}

void
nwd_card_unref (NwdCard *card)
{
  g_atomic_rc_box_release_full (card, (GDestroyNotify)card_clear);
}

static void
set_variant (GVariant **member, GVariant *value, GVariant *none)
{
  g_autoptr (GVariant) own = g_variant_ref_sink (value);

  g_variant_unref (*member);
  *member = g_variant_ref (g_variant_n_children (own) > 0 ? own : none);
}

void
nwd_card_set_filter_parameters (NwdCard *card, GVariant *parameters)
{
  set_variant (&card->filter_parameters, parameters, nwd_card_no_filter_parameters ());
}

void
nwd_card_set_virtual_port (NwdCard *card, GVariant *port)
{
  set_variant (&card->virtual_port, port, nwd_card_no_virtual_port ());
}

gboolean
nwd_card_has_user_alias (const NwdCard *card)
{
  return g_str_has_prefix (card->alias, NWD_CARD_USER_ALIAS);
}

gboolean
nwd_card_equal (const NwdCard *a, const NwdCard *b)
{
  if (!a || !b)
    return a == b;
  return a->nth == b->nth && a->mtu == b->mtu && a->linked == b->linked
         && a->isolated == b->isolated && g_str_equal (a->alias, b->alias)
         && g_str_equal (a->mac, b->mac) && g_str_equal (a->model, b->model)
         && nwd_source_equal (a->source, b->source) && g_str_equal (a->bridge, b->bridge)
         && g_str_equal (a->target, b->target) && g_str_equal (a->address, b->address)
         && g_str_equal (a->filter, b->filter)
         && g_variant_equal (a->filter_parameters, b->filter_parameters)
         && g_variant_equal (a->virtual_port, b->virtual_port);
}
