/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-card-change.h"

static const char *const verb_names[] = { "update", "attach", "detach" };

G_STATIC_ASSERT (G_N_ELEMENTS (verb_names) == NWD_N_CARD_VERBS);

const char *
nwd_card_verb_name (NwdCardVerb verb)
{
  return verb_names[verb];
}

gboolean
nwd_card_verb_parse (const char *name, NwdCardVerb *verb)
{
  for (NwdCardVerb i = 0; i < NWD_N_CARD_VERBS; i++)
    {
      if (g_str_equal (name, verb_names[i]))
        {
          *verb = i;
          return TRUE;
        }
    }
  return FALSE;
}

NwdCardChange *
nwd_card_change_new (const char *vm_id, const char *mac, guint nth, NwdScope scope)
{
  NwdCardChange *change = g_atomic_rc_box_new0 (NwdCardChange);

  change->vm_id = g_strdup (vm_id);
  change->mac = g_strdup (mac);
  change->nth = nth;
  change->scope = scope;
  return change;
}

NwdCardChange *
nwd_card_change_new_attach (const char *vm_id,
                            NwdCard *card,
                            const char *definition,
                            NwdScope scope)
{
  NwdCardChange *change = nwd_card_change_new (vm_id, card->mac, card->nth, scope);

  change->verb = NWD_CARD_ATTACH;
  change->card = nwd_card_ref (card);
  change->definition = g_strdup (definition);
  return change;
}

NwdCardChange *
nwd_card_change_new_detach (const char *vm_id, const NwdCard *card, NwdScope scope)
{
  NwdCardChange *change = nwd_card_change_new (vm_id, card->mac, card->nth, scope);

  change->verb = NWD_CARD_DETACH;
  if (nwd_card_has_user_alias (card))
    change->alias = g_strdup (card->alias);
  return change;
}

static GVariant *
ref_or_null (GVariant *value)
{
  return value ? g_variant_ref (value) : NULL;
}

NwdCardChange *
nwd_card_change_copy (const NwdCardChange *change, NwdScope scope)
{
  NwdCardChange *copy = nwd_card_change_new (change->vm_id, change->mac, change->nth, scope);

  copy->verb = change->verb;
  copy->fields = change->fields;
  copy->linked = change->linked;
  copy->isolated = change->isolated;
  copy->source = change->source ? nwd_source_ref (change->source) : NULL;
  copy->new_mac = g_strdup (change->new_mac);
  copy->model = g_strdup (change->model);
  copy->mtu = change->mtu;
  copy->filter = g_strdup (change->filter);
  copy->filter_parameters = ref_or_null (change->filter_parameters);
  copy->alias = g_strdup (change->alias);
  copy->which = g_strdup (change->which);
  copy->virtual_port = ref_or_null (change->virtual_port);
  copy->card = change->card ? nwd_card_ref (change->card) : NULL;
  copy->definition = g_strdup (change->definition);
  return copy;
}

NwdCardChange *
nwd_card_change_ref (NwdCardChange *change)
{
  return g_atomic_rc_box_acquire (change);
}

static void
card_change_clear (NwdCardChange *change)
{
  g_free (change->vm_id);
  g_free (change->mac);
  g_clear_pointer (&change->source, nwd_source_unref);
  g_free (change->new_mac);
  g_free (change->model);
  g_free (change->filter);
  g_clear_pointer (&change->filter_parameters, g_variant_unref);
  g_free (change->alias);
  g_free (change->which);
  g_clear_pointer (&change->virtual_port, g_variant_unref);
  g_clear_pointer (&change->card, nwd_card_unref);
  g_free (change->definition);
}

void
nwd_card_change_unref (NwdCardChange *change)
{
  g_atomic_rc_box_release_full (change, (GDestroyNotify)card_change_clear);
}

/* @value may be the old one. */
static void
set_string (NwdCardChange *change, NwdCardField field, char **member, const char *value)
{
  g_autofree char *old = *member;

  change->fields |= field;
  *member = g_strdup (value);
}

static void
set_variant (NwdCardChange *change, NwdCardField field, GVariant **member, GVariant *value)
{
  g_autoptr (GVariant) old = *member;

  change->fields |= field;
  *member = g_variant_ref_sink (value);
}

void
nwd_card_change_set_which (NwdCardChange *change, const char *alias)
{
  g_free (change->which);
  change->which = g_strdup (alias);
}

void
nwd_card_change_set_linked (NwdCardChange *change, gboolean linked)
{
  change->fields |= NWD_CARD_LINKED;
  change->linked = linked;
}

void
nwd_card_change_set_isolated (NwdCardChange *change, gboolean isolated)
{
  change->fields |= NWD_CARD_ISOLATED;
  change->isolated = isolated;
}

void
nwd_card_change_set_source (NwdCardChange *change, NwdSource *source)
{
  nwd_source_ref (source);
  g_clear_pointer (&change->source, nwd_source_unref);
  change->fields |= NWD_CARD_SOURCE;
  change->source = source;
}

void
nwd_card_change_set_mac (NwdCardChange *change, const char *mac)
{
  set_string (change, NWD_CARD_MAC, &change->new_mac, mac);
}

void
nwd_card_change_set_model (NwdCardChange *change, const char *model)
{
  set_string (change, NWD_CARD_MODEL, &change->model, model);
}

void
nwd_card_change_set_mtu (NwdCardChange *change, guint mtu)
{
  change->fields |= NWD_CARD_MTU;
  change->mtu = mtu;
}

void
nwd_card_change_set_filter (NwdCardChange *change, const char *filter, GVariant *parameters)
{
  set_string (change, NWD_CARD_FILTER, &change->filter, filter);
  set_variant (change, NWD_CARD_FILTER, &change->filter_parameters, parameters);
}

void
nwd_card_change_set_alias (NwdCardChange *change, const char *alias)
{
  set_string (change, NWD_CARD_ALIAS, &change->alias, alias);
}

void
nwd_card_change_set_virtual_port (NwdCardChange *change, GVariant *port)
{
  set_variant (change, NWD_CARD_VIRTUAL_PORT, &change->virtual_port, port);
}

/* The alias that tells the card; NULL: none does. */
static const char *
find_alias (const NwdCardChange *change)
{
  if (change->verb == NWD_CARD_ATTACH)
    return nwd_card_has_user_alias (change->card) ? change->card->alias : NULL;
  return change->verb == NWD_CARD_DETACH ? change->alias : change->which;
}

NwdCard *
nwd_card_change_find (const NwdCardChange *change, GPtrArray *cards)
{
  const char *alias = find_alias (change);

  for (guint i = 0; cards && i < cards->len; i++)
    {
      NwdCard *card = g_ptr_array_index (cards, i);

      if (alias ? g_str_equal (card->alias, alias)
                : card->nth == change->nth && g_str_equal (card->mac, change->mac))
        return card;
    }
  return NULL;
}
