/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-edit.h"

#include "nwd-resolve.h"
#include "nwd-wiring-wanted.h"

#define BOUNCE_MS 1000

static NwdCardField
difference (const NwdCard *card, const NwdCard *wanted)
{
  NwdCardField fields = 0;

  if (card->linked != wanted->linked)
    fields |= NWD_CARD_LINKED;
  if (card->isolated != wanted->isolated)
    fields |= NWD_CARD_ISOLATED;
  if (!nwd_source_equal (card->source, wanted->source))
    fields |= NWD_CARD_SOURCE;
  if (!g_str_equal (card->mac, wanted->mac))
    fields |= NWD_CARD_MAC;
  if (!g_str_equal (card->alias, wanted->alias))
    fields |= NWD_CARD_ALIAS;
  if (!g_str_equal (card->model, wanted->model))
    fields |= NWD_CARD_MODEL;
  if (card->mtu != wanted->mtu)
    fields |= NWD_CARD_MTU;
  if (!g_str_equal (card->filter, wanted->filter)
      || !g_variant_equal (card->filter_parameters, wanted->filter_parameters))
    fields |= NWD_CARD_FILTER;
  if (!g_variant_equal (card->virtual_port, wanted->virtual_port))
    fields |= NWD_CARD_VIRTUAL_PORT;
  return fields;
}

/* Somebody took the tap off its bridge, and libvirt does not know. */
static gboolean
has_lost_bridge (const NwdWiringCase *c)
{
  const NwdLink *tap = g_hash_table_lookup (c->state->links, c->live->target);
  const NwdLink *bridge
    = g_hash_table_lookup (c->state->links, nwd_resolve_bridge (c->state, c->live->source));

  return tap && bridge && tap->master != bridge->index;
}

static void
set_place (NwdCardChange *change, NwdCardField fields, const NwdCard *to)
{
  if (fields & NWD_CARD_LINKED)
    nwd_card_change_set_linked (change, to->linked);
  if (fields & NWD_CARD_ISOLATED)
    nwd_card_change_set_isolated (change, to->isolated);
  if (fields & NWD_CARD_SOURCE)
    nwd_card_change_set_source (change, to->source);
}

static void
set_hardware (NwdCardChange *change, NwdCardField fields, const NwdCard *to)
{
  if (fields & NWD_CARD_MAC)
    nwd_card_change_set_mac (change, to->mac);
  if (fields & NWD_CARD_ALIAS)
    nwd_card_change_set_alias (change, to->alias);
  if (fields & NWD_CARD_MODEL)
    nwd_card_change_set_model (change, to->model);
  if (fields & NWD_CARD_MTU)
    nwd_card_change_set_mtu (change, to->mtu);
  if (fields & NWD_CARD_FILTER)
    nwd_card_change_set_filter (change, to->filter, to->filter_parameters);
  if (fields & NWD_CARD_VIRTUAL_PORT)
    nwd_card_change_set_virtual_port (change, to->virtual_port);
}

static NwdStep *
step_new (const NwdWiringCase *c,
          NwdScope scope,
          NwdCardField fields,
          const NwdCard *from,
          const NwdCard *to)
{
  g_autoptr (NwdCardChange) change
    = nwd_card_change_new (c->domain->id, from->mac, from->nth, scope);

  /* Its MAC may be another card's by then, or already: its alias never is. */
  if (fields & (NWD_CARD_MAC | NWD_CARD_ALIAS) && nwd_card_has_user_alias (from))
    nwd_card_change_set_which (change, from->alias);
  set_place (change, fields, to);
  set_hardware (change, fields, to);
  return nwd_step_new_card (change);
}

static void
add_step (const NwdWiringCase *c,
          NwdPlan *plan,
          NwdScope scope,
          NwdCardField fields,
          const NwdCard *from,
          const NwdCard *to)
{
  nwd_plan_add (plan, step_new (c, scope, fields, from, to), step_new (c, scope, fields, to, from));
}

/* Down before, up with: libvirt applies the bridge before the link, so a link that goes down goes
 * in a call of its own, before the card is on the other network. */
static void
add_steps (const NwdWiringCase *c, NwdPlan *plan, NwdScope scope, NwdCard *card)
{
  g_autoptr (NwdCard) wanted = nwd_wiring_wanted (c, card);
  NwdCardField fields = difference (card, wanted);

  if (c->moves && (scope & NWD_SCOPE_LIVE) && has_lost_bridge (c))
    fields |= NWD_CARD_SOURCE;
  if (!fields)
    return;
  if ((scope & NWD_SCOPE_LIVE) && (fields & NWD_CARD_SOURCE) && card->linked && !wanted->linked)
    {
      add_step (c, plan, scope, NWD_CARD_LINKED, card, wanted);
      fields &= ~NWD_CARD_LINKED;
    }
  add_step (c, plan, scope, fields, card, wanted);
}

/* libvirt's own names of running cards are nobody's wish. */
static gboolean
aliases_agree (const NwdCard *a, const NwdCard *b)
{
  return (!nwd_card_has_user_alias (a) && !nwd_card_has_user_alias (b))
         || g_str_equal (a->alias, b->alias);
}

/* One call may change both definitions only where they say the same of the card. */
static gboolean
definitions_agree (const NwdWiringCase *c)
{
  const NwdCard *a = c->live, *b = c->config;

  return a->linked == b->linked && a->isolated == b->isolated && a->mtu == b->mtu
         && nwd_source_equal (a->source, b->source) && g_str_equal (a->filter, b->filter)
         && g_str_equal (a->model, b->model)
         && g_variant_equal (a->filter_parameters, b->filter_parameters)
         && g_variant_equal (a->virtual_port, b->virtual_port) && aliases_agree (a, b)
         && (!*a->address || !*b->address || g_str_equal (a->address, b->address));
}

/* The guest is to see that it is elsewhere, and ask for an address there. */
static void
add_bounce (const NwdWiringCase *c, NwdPlan *plan)
{
  g_autoptr (NwdCard) wanted = NULL;
  g_autoptr (NwdCard) down = NULL;

  if (!c->options->bounce_link || !(c->edit & NWD_SCOPE_LIVE) || !c->moves || !c->live->linked)
    return;
  wanted = nwd_wiring_wanted (c, c->live);
  if (!wanted->linked || nwd_source_equal (c->live->source, wanted->source))
    return;

  down = nwd_card_copy (wanted);
  down->linked = FALSE;
  add_step (c, plan, NWD_SCOPE_LIVE, NWD_CARD_LINKED, wanted, down);
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_WAIT, NULL, NULL, BOUNCE_MS), NULL);
  add_step (c, plan, NWD_SCOPE_LIVE, NWD_CARD_LINKED, down, wanted);
}

void
nwd_plan_edit (const NwdWiringCase *c, NwdPlan *plan)
{
  if (c->edit == (NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG) && definitions_agree (c))
    add_steps (c, plan, c->edit, c->live);
  else
    {
      if (c->edit & NWD_SCOPE_LIVE)
        add_steps (c, plan, NWD_SCOPE_LIVE, c->live);
      if (c->edit & NWD_SCOPE_CONFIG)
        add_steps (c, plan, NWD_SCOPE_CONFIG, c->config);
    }
  add_bounce (c, plan);
}
