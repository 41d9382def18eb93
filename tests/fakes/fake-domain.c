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

  card->alias = nwd_text_new ("");
  card->mac = g_strdup (mac);
  card->model = nwd_text_new ("virtio");
  card->source = nwd_source_new (source_type, source_name, NULL);
  card->bridge = nwd_text_new ("");
  card->target = nwd_text_new (target);
  card->address = nwd_text_new ("");
  card->filter = nwd_text_new ("");
  card->linked = linked;
  return card;
}

NwdCard *
fake_card_copy (const NwdCard *card)
{
  return nwd_card_copy (card);
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

static void
make_persistent (NwdDomain *domain)
{
  if (!domain->config)
    domain->config = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_card_unref);
  domain->persistent = TRUE;
}

void
fake_domain_add_config (NwdDomain *domain, NwdCard *card)
{
  make_persistent (domain);
  g_ptr_array_add (domain->config, card);
}

NwdDomain *
fake_domain_copy (const NwdDomain *domain, NwdVmState state)
{
  NwdDomain *copy = fake_domain_new (domain->id, domain->name, state);

  g_free (copy->managed_by);
  copy->managed_by = g_strdup (domain->managed_by);
  copy->free_slots = copy->live ? domain->free_slots : G_MAXUINT;
  copy->managed_save = domain->managed_save && !copy->live;
  copy->agent = domain->agent;
  for (guint i = 0; copy->live && domain->live && i < domain->live->len; i++)
    fake_domain_add_live (copy, fake_card_copy (g_ptr_array_index (domain->live, i)));
  if (domain->config)
    make_persistent (copy);
  for (guint i = 0; domain->config && i < domain->config->len; i++)
    fake_domain_add_config (copy, fake_card_copy (g_ptr_array_index (domain->config, i)));
  return copy;
}

static void
set_interned (char **member, const char *value)
{
  nwd_text_unref (*member);
  *member = nwd_text_new (value);
}

static void
set_link_and_place (NwdCard *card, const NwdCardChange *change)
{
  if (change->fields & NWD_CARD_LINKED)
    card->linked = change->linked;
  if (change->fields & NWD_CARD_ISOLATED)
    card->isolated = change->isolated;
  if (change->fields & NWD_CARD_SOURCE)
    {
      nwd_source_unref (card->source);
      card->source = nwd_source_ref (change->source);
    }
  if (change->fields & NWD_CARD_VIRTUAL_PORT)
    nwd_card_set_virtual_port (card, change->virtual_port);
}

static void
set_identity (NwdCard *card, const NwdCardChange *change)
{
  if (change->fields & NWD_CARD_MAC)
    {
      g_free (card->mac);
      card->mac = g_strdup (change->new_mac);
    }
  if (change->fields & NWD_CARD_MODEL)
    set_interned (&card->model, change->model);
  if (change->fields & NWD_CARD_MTU)
    card->mtu = change->mtu;
  if (change->fields & NWD_CARD_ALIAS)
    set_interned (&card->alias, change->alias);
  if (change->fields & NWD_CARD_FILTER)
    {
      set_interned (&card->filter, change->filter);
      nwd_card_set_filter_parameters (card, change->filter_parameters);
    }
}

static gboolean
is_taken (GPtrArray *cards, const char *address)
{
  for (guint i = 0; i < cards->len; i++)
    {
      const NwdCard *card = g_ptr_array_index (cards, i);

      if (g_str_equal (card->address, address))
        return TRUE;
    }
  return FALSE;
}

static void
choose_address (GPtrArray *cards, NwdCard *card)
{
  for (guint slot = 3; !*card->address; slot++)
    {
      g_autofree char *address = g_strdup_printf ("0000:00:%02x.0", slot);

      if (!is_taken (cards, address))
        set_interned (&card->address, address);
    }
}

/* The numbers of all cards of a MAC, by their order. */
static void
number_cards (GPtrArray *cards)
{
  for (guint i = 0; i < cards->len; i++)
    {
      NwdCard *card = g_ptr_array_index (cards, i);

      card->nth = 0;
      for (guint j = 0; j < i; j++)
        card->nth += g_str_equal (((NwdCard *)g_ptr_array_index (cards, j))->mac, card->mac);
    }
}

static void
fill_in (const NwdDomain *domain, NwdCard *card, const char *tap)
{
  g_autofree char *alias = g_strdup_printf ("net%u", domain->live->len);

  if (!nwd_card_has_user_alias (card))
    set_interned (&card->alias, alias);
  set_interned (&card->target, tap);
}

static void
attach (NwdDomain *domain, GPtrArray *cards, const NwdCardChange *change, const char *tap)
{
  NwdCard *card = nwd_card_copy (change->card);

  set_interned (&card->target, "");
  choose_address (cards, card);
  if (cards == domain->live)
    fill_in (domain, card, tap);
  else if (!nwd_card_has_user_alias (card))
    set_interned (&card->alias, "");
  g_ptr_array_add (cards, card);
}

static void
change_cards (NwdDomain *domain, GPtrArray *cards, const NwdCardChange *change, const char *tap)
{
  NwdCard *card = nwd_card_change_find (change, cards);

  if (change->verb == NWD_CARD_UPDATE)
    {
      set_link_and_place (card, change);
      set_identity (card, change);
    }
  else if (change->verb == NWD_CARD_ATTACH && !card)
    attach (domain, cards, change, tap);
  else if (change->verb == NWD_CARD_DETACH && card)
    g_ptr_array_remove (cards, card);
  number_cards (cards);
}

static void
count_slots (NwdDomain *changed, guint n_before)
{
  if (changed->free_slots != G_MAXUINT)
    changed->free_slots += n_before - changed->live->len;
}

NwdDomain *
fake_domain_change (const NwdDomain *domain, const NwdCardChange *change, const char *tap)
{
  NwdDomain *changed = fake_domain_copy (domain, domain->state);

  if (change->scope & NWD_SCOPE_LIVE)
    {
      change_cards (changed, changed->live, change, tap);
      count_slots (changed, domain->live->len);
    }
  if (change->scope & NWD_SCOPE_CONFIG)
    change_cards (changed, changed->config, change, tap);
  return changed;
}
