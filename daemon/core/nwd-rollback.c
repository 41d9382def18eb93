/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-rollback.h"

/* The fields that a later step of the same change has set again, of one card in one scope. */
typedef struct
{
  const char *mac;
  guint nth;
  NwdScope scope;
  NwdCardField fields;
  gboolean plugged; /* attached or detached: nothing before counts */
} Seen;

static const char *
mac_after (const NwdCardChange *change)
{
  return change->fields & NWD_CARD_MAC ? change->new_mac : change->mac;
}

static Seen *
get_seen (GArray *all, const NwdCardChange *change, NwdScope scope)
{
  Seen seen = { mac_after (change), change->nth, scope, 0, FALSE };

  for (guint i = 0; i < all->len; i++)
    {
      Seen *one = &g_array_index (all, Seen, i);

      if (one->scope == scope && one->nth == change->nth && g_str_equal (one->mac, seen.mac))
        return one;
    }
  g_array_append_val (all, seen);
  return &g_array_index (all, Seen, all->len - 1);
}

static gboolean
is_wired_as (const NwdCard *card, const NwdCardChange *change, NwdCardField fields)
{
  if (fields & NWD_CARD_LINKED && card->linked != change->linked)
    return FALSE;
  if (fields & NWD_CARD_ISOLATED && card->isolated != change->isolated)
    return FALSE;
  return !(fields & NWD_CARD_SOURCE) || nwd_source_equal (card->source, change->source);
}

static gboolean
is_made_as (const NwdCard *card, const NwdCardChange *change, NwdCardField fields)
{
  if (fields & NWD_CARD_MODEL && !g_str_equal (card->model, change->model))
    return FALSE;
  if (fields & NWD_CARD_MTU && card->mtu != change->mtu)
    return FALSE;
  return !(fields & NWD_CARD_FILTER) || g_str_equal (card->filter, change->filter);
}

/* Whether @cards are still as @change made them, as far as nothing after it said otherwise. */
static gboolean
holds (GPtrArray *cards, const NwdCardChange *change, const Seen *seen)
{
  const NwdCard *card = nwd_domain_find_card (cards, mac_after (change), change->nth);
  NwdCardField fields = change->fields & ~seen->fields;

  if (seen->plugged)
    return TRUE;
  if (change->verb == NWD_CARD_DETACH)
    return !card;
  if (!card || change->verb == NWD_CARD_ATTACH)
    return card != NULL;
  return is_wired_as (card, change, fields) && is_made_as (card, change, fields);
}

/* A definition that is no more, of a VM that stopped, holds all. */
static gboolean
check (const NwdDomain *domain, GArray *all, const NwdCardChange *change, NwdScope scope)
{
  GPtrArray *cards = scope == NWD_SCOPE_LIVE ? domain->live : domain->config;
  Seen *seen = NULL;
  gboolean same = FALSE;

  if (!(change->scope & scope) || !cards)
    return TRUE;
  seen = get_seen (all, change, scope);
  same = holds (cards, change, seen);
  seen->fields |= change->fields;
  seen->plugged = seen->plugged || change->verb != NWD_CARD_UPDATE;
  return same;
}

static gboolean
has (GPtrArray *kept, const char *mac)
{
  return mac && g_ptr_array_find_with_equal_func (kept, mac, g_str_equal, NULL);
}

static void
keep (GPtrArray *kept, const char *mac)
{
  if (!has (kept, mac))
    g_ptr_array_add (kept, g_strdup (mac));
}

static void
find_kept (const NwdDomain *domain, GPtrArray *did, GPtrArray *kept)
{
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));

  for (guint i = did->len; i > 0; i--)
    {
      const NwdCardChange *change = ((NwdStep *)g_ptr_array_index (did, i - 1))->card;
      gboolean live, config;

      if (!change)
        continue;
      live = check (domain, seen, change, NWD_SCOPE_LIVE);
      config = check (domain, seen, change, NWD_SCOPE_CONFIG);
      if (live && config)
        continue;
      keep (kept, change->mac);
      keep (kept, mac_after (change));
    }
}

/* The MAC of the card that @step is about, or NULL. */
static const char *
mac_of (const NwdState *state, const NwdStep *step)
{
  const char *id = step->vnic ? step->vnic->id : step->name;
  const NwdVnic *vnic = id ? nwd_state_get_vnic (state, id) : NULL;

  if (step->card)
    return step->card->mac;
  if (step->note)
    return step->note->mac;
  return vnic ? nwd_vnic_get_card (vnic)->mac : NULL;
}

GPtrArray *
nwd_rollback_plan (const NwdState *state, GPtrArray *did, GPtrArray *undo, GPtrArray *kept)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = 0; i < did->len; i++)
    {
      const NwdCardChange *change = ((NwdStep *)g_ptr_array_index (did, i))->card;
      const NwdVm *vm = change ? nwd_state_get_vm (state, change->vm_id) : NULL;

      if (!vm)
        continue;
      find_kept (vm->domain, did, kept);
      break;
    }
  for (guint i = 0; i < undo->len; i++)
    {
      NwdStep *step = g_ptr_array_index (undo, i);

      if (!has (kept, mac_of (state, step)))
        g_ptr_array_add (steps, nwd_step_ref (step));
    }
  return steps;
}
