/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card.h"

NwdCard *
nwd_card_new (void)
{
  NwdCard *card = g_atomic_rc_box_new0 (NwdCard);

  card->linked = TRUE;
  return card;
}

NwdCard *
nwd_card_ref (NwdCard *card)
{
  return g_atomic_rc_box_acquire (card);
}

static void
card_clear (NwdCard *card)
{
  g_clear_pointer (&card->alias, g_ref_string_release);
  g_free (card->mac);
  g_clear_pointer (&card->model, g_ref_string_release);
  g_clear_pointer (&card->source, nwd_source_unref);
  g_clear_pointer (&card->bridge, g_ref_string_release);
  g_clear_pointer (&card->target, g_ref_string_release);
  g_clear_pointer (&card->address, g_ref_string_release);
  g_clear_pointer (&card->filter, g_ref_string_release);
  g_clear_pointer (&card->filter_parameters, g_variant_unref);
}

void
nwd_card_unref (NwdCard *card)
{
  g_atomic_rc_box_release_full (card, (GDestroyNotify)card_clear);
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
         && g_variant_equal (a->filter_parameters, b->filter_parameters);
}
