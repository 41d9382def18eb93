/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-domain.h"

NwdCard *
fake_card_new (const char *mac,
               const char *source_type,
               const char *source_name,
               const char *target,
               gboolean linked)
{
  NwdCard *card = nwd_card_new ();

  card->alias = g_ref_string_new_intern ("");
  card->mac = g_strdup (mac);
  card->model = g_ref_string_new_intern ("virtio");
  card->source = nwd_source_new (source_type, source_name, NULL);
  card->bridge = g_ref_string_new_intern ("");
  card->target = g_ref_string_new_intern (target);
  card->address = g_ref_string_new_intern ("");
  card->filter = g_ref_string_new_intern ("");
  card->filter_parameters
    = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{ss}"), NULL, 0));
  card->linked = linked;
  return card;
}

NwdCard *
fake_card_copy (const NwdCard *card)
{
  NwdCard *copy = fake_card_new (card->mac, "", "", card->target, card->linked);

  g_ref_string_release (copy->alias);
  g_ref_string_release (copy->model);
  g_ref_string_release (copy->filter);
  nwd_source_unref (copy->source);
  copy->alias = g_ref_string_new_intern (card->alias);
  copy->model = g_ref_string_new_intern (card->model);
  copy->filter = g_ref_string_new_intern (card->filter);
  copy->source = nwd_source_ref (card->source);
  copy->nth = card->nth;
  copy->mtu = card->mtu;
  copy->isolated = card->isolated;
  return copy;
}

NwdDomain *
fake_domain_new (const char *id, const char *name, NwdVmState state)
{
  NwdDomain *domain = nwd_domain_new ();

  domain->id = g_strdup (id);
  domain->name = g_strdup (name);
  domain->title = g_strdup ("");
  domain->managed_by = g_strdup ("");
  domain->state = state;
  if (nwd_vm_state_is_live (state))
    domain->live = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  return domain;
}

void
fake_domain_add_live (NwdDomain *domain, NwdCard *card)
{
  g_ptr_array_add (domain->live, card);
}

void
fake_domain_add_config (NwdDomain *domain, NwdCard *card)
{
  if (!domain->config)
    domain->config = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  domain->persistent = TRUE;
  g_ptr_array_add (domain->config, card);
}

NwdDomain *
fake_domain_copy (const NwdDomain *domain, NwdVmState state)
{
  NwdDomain *copy = fake_domain_new (domain->id, domain->name, state);

  g_free (copy->managed_by);
  copy->managed_by = g_strdup (domain->managed_by);
  for (guint i = 0; copy->live && domain->live && i < domain->live->len; i++)
    fake_domain_add_live (copy, fake_card_copy (g_ptr_array_index (domain->live, i)));
  for (guint i = 0; domain->config && i < domain->config->len; i++)
    fake_domain_add_config (copy, fake_card_copy (g_ptr_array_index (domain->config, i)));
  return copy;
}

static void
change_card (GPtrArray *cards, const NwdCardChange *change)
{
  NwdCard *card = nwd_domain_find_card (cards, change->mac, change->nth);

  if (change->fields & NWD_CARD_LINKED)
    card->linked = change->linked;
  if (change->fields & NWD_CARD_ISOLATED)
    card->isolated = change->isolated;
  if (change->fields & NWD_CARD_SOURCE)
    {
      nwd_source_unref (card->source);
      card->source = nwd_source_ref (change->source);
    }
}

NwdDomain *
fake_domain_change (const NwdDomain *domain, const NwdCardChange *change)
{
  NwdDomain *changed = fake_domain_copy (domain, domain->state);

  if (change->scope & NWD_SCOPE_LIVE)
    change_card (changed->live, change);
  if (change->scope & NWD_SCOPE_CONFIG)
    change_card (changed->config, change);
  return changed;
}
