/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-wiring.h"

#include "nwd-error.h"
#include "nwd-resolve.h"
#include "nwd-wiring-rules.h"

#define BOUNCE_MS 1000

/* How a card of one definition is to be. */
typedef struct
{
  gboolean linked;
  gboolean isolated;
  NwdSource *source; /* owned by Planner or the card */
} Target;

typedef struct
{
  const NwdState *state;
  const NwdVnic *vnic;
  const NwdOptions *options;
  gboolean moves;            /* the change names a network */
  const NwdNetwork *network; /* where it is to be in the end; NULL the empty network */
  gboolean sets_link;        /* the change says whether it is to have its link */
  gboolean linked;           /* what it says */
  NwdSource *source;         /* of @network, or of the empty one; NULL: as it is */
  NwdPlan *plan;
} Planner;

static gboolean
is_unwired (const char *network_id)
{
  return *network_id == '\0';
}

static const char *
network_id_of (const NwdVnic *vnic, const NwdCard *card)
{
  return card == vnic->live ? vnic->live_network_id : vnic->config_network_id;
}

/* What of the card's isolation is the card's own, not its network's. */
static gboolean
own_isolation (const Planner *p, const NwdCard *card)
{
  const char *network_id = network_id_of (p->vnic, card);
  const NwdNetwork *network = NULL;

  if (is_unwired (network_id))
    return p->vnic->note && p->vnic->note->isolated;
  network = nwd_state_get_network (p->state, network_id);
  return card->isolated && !(network && network->port_isolation);
}

/* Whether the card is to have its link, the empty network aside. */
static gboolean
wanted_link (const Planner *p, const NwdCard *card)
{
  if (p->sets_link)
    return p->linked;
  if (is_unwired (network_id_of (p->vnic, card)) && p->vnic->note)
    return p->vnic->note->linked;
  return card->linked;
}

static Target
target_of (const Planner *p, const NwdCard *card)
{
  gboolean unwired = p->moves ? !p->network : is_unwired (network_id_of (p->vnic, card));
  Target target = { wanted_link (p, card), card->isolated, card->source };

  if (unwired)
    target.linked = FALSE;
  if (!p->moves)
    return target;

  target.isolated = unwired || p->network->port_isolation || own_isolation (p, card);
  if (p->source)
    target.source = p->source;
  return target;
}

static NwdCardField
difference (const NwdCard *card, const Target *target)
{
  NwdCardField fields = 0;

  if (card->linked != target->linked)
    fields |= NWD_CARD_LINKED;
  if (card->isolated != target->isolated)
    fields |= NWD_CARD_ISOLATED;
  if (!nwd_source_equal (card->source, target->source))
    fields |= NWD_CARD_SOURCE;
  return fields;
}

/* Somebody took the tap off its bridge, and libvirt does not know. */
static gboolean
has_lost_bridge (const Planner *p, const NwdCard *card)
{
  const NwdLink *tap = g_hash_table_lookup (p->state->links, card->target);
  const NwdLink *bridge
    = g_hash_table_lookup (p->state->links, nwd_resolve_bridge (p->state, card->source));

  return tap && bridge && tap->master != bridge->index;
}

static NwdCardChange *
change_new (const Planner *p, NwdScope scope, NwdCardField fields, const Target *to)
{
  const NwdCard *card = nwd_vnic_get_card (p->vnic);
  NwdCardChange *change = nwd_card_change_new (p->vnic->vm_id, card->mac, card->nth, scope);

  if (fields & NWD_CARD_LINKED)
    nwd_card_change_set_linked (change, to->linked);
  if (fields & NWD_CARD_ISOLATED)
    nwd_card_change_set_isolated (change, to->isolated);
  if (fields & NWD_CARD_SOURCE)
    nwd_card_change_set_source (change, to->source);
  return change;
}

static void
add_card_step (
  Planner *p, NwdScope scope, NwdCardField fields, const Target *from, const Target *to)
{
  g_autoptr (NwdCardChange) change = change_new (p, scope, fields, to);
  g_autoptr (NwdCardChange) inverse = change_new (p, scope, fields, from);

  nwd_plan_add (p->plan, nwd_step_new_card (change), nwd_step_new_card (inverse));
}

/* Down before, up with: libvirt applies the bridge before the link, so a link that goes down goes
 * in a call of its own, before the card is on the other network. */
static void
add_card_steps (Planner *p, NwdScope scope, const NwdCard *card)
{
  Target to = target_of (p, card);
  Target from = { card->linked, card->isolated, card->source };
  NwdCardField fields = difference (card, &to);

  if (p->moves && (scope & NWD_SCOPE_LIVE) && has_lost_bridge (p, card))
    fields |= NWD_CARD_SOURCE;
  if (!fields)
    return;
  if ((scope & NWD_SCOPE_LIVE) && (fields & NWD_CARD_SOURCE) && card->linked && !to.linked)
    {
      add_card_step (p, scope, NWD_CARD_LINKED, &from, &to);
      fields &= ~NWD_CARD_LINKED;
    }
  add_card_step (p, scope, fields, &from, &to);
}

static gboolean
cards_agree (const NwdCard *a, const NwdCard *b)
{
  return a->linked == b->linked && a->isolated == b->isolated && a->mtu == b->mtu
         && nwd_source_equal (a->source, b->source) && g_str_equal (a->filter, b->filter)
         && g_str_equal (a->model, b->model)
         && g_variant_equal (a->filter_parameters, b->filter_parameters);
}

static void
add_all_card_steps (Planner *p, NwdScope scope)
{
  const NwdVnic *vnic = p->vnic;

  if (scope == (NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG) && cards_agree (vnic->live, vnic->config))
    {
      add_card_steps (p, scope, vnic->live);
      return;
    }
  if (scope & NWD_SCOPE_LIVE)
    add_card_steps (p, NWD_SCOPE_LIVE, vnic->live);
  if (scope & NWD_SCOPE_CONFIG)
    add_card_steps (p, NWD_SCOPE_CONFIG, vnic->config);
}

/* The guest is to see that it is elsewhere, and ask for an address there. */
static void
add_bounce (Planner *p, NwdScope scope)
{
  const NwdCard *live = p->vnic->live;
  Target to, down;

  if (!p->options->bounce_link || !(scope & NWD_SCOPE_LIVE) || !p->moves || !live->linked)
    return;
  to = target_of (p, live);
  if (!to.linked || nwd_source_equal (live->source, to.source))
    return;

  down = to;
  down.linked = FALSE;
  add_card_step (p, NWD_SCOPE_LIVE, NWD_CARD_LINKED, &to, &down);
  nwd_plan_add (p->plan, nwd_step_new_named (NWD_STEP_WAIT, NULL, NULL, BOUNCE_MS), NULL);
  add_card_step (p, NWD_SCOPE_LIVE, NWD_CARD_LINKED, &down, &to);
}

static gboolean
notes_equal (const NwdNote *a, const NwdNote *b)
{
  if (!a || a->linked != b->linked || a->isolated != b->isolated || !a->held != !b->held)
    return FALSE;
  return !a->held || nwd_source_equal (a->held, b->held);
}

/* The definition that the change leaves alone still needs the note. */
static gboolean
other_stays_unwired (const NwdVnic *vnic, NwdScope scope)
{
  return (vnic->live && !(scope & NWD_SCOPE_LIVE) && is_unwired (vnic->live_network_id))
         || (vnic->config && !(scope & NWD_SCOPE_CONFIG) && is_unwired (vnic->config_network_id));
}

/* The definition that the change puts on the empty network, or leaves there; NULL: none. */
static const NwdCard *
unwired_card (const Planner *p, NwdScope scope)
{
  const NwdVnic *vnic = p->vnic;

  if (p->moves && p->network)
    return NULL;
  if ((scope & NWD_SCOPE_LIVE) && (p->moves || is_unwired (vnic->live_network_id)))
    return vnic->live;
  if ((scope & NWD_SCOPE_CONFIG) && (p->moves || is_unwired (vnic->config_network_id)))
    return vnic->config;
  return NULL;
}

static void
add_note (Planner *p, const NwdCard *card)
{
  NwdNote *old = p->vnic->note;
  const char *vm_id = p->vnic->vm_id;
  NwdSource *held = p->moves ? (p->source ? NULL : card->source) : (old ? old->held : NULL);
  g_autoptr (NwdNote) note
    = nwd_note_new (card->mac, card->nth, wanted_link (p, card), own_isolation (p, card), held);

  if (notes_equal (old, note))
    return;
  nwd_plan_add (p->plan, nwd_step_new_note (NWD_STEP_NOTE, vm_id, note),
                old ? nwd_step_new_note (NWD_STEP_NOTE, vm_id, old)
                    : nwd_step_new_note (NWD_STEP_NOTE_DROP, vm_id, note));
}

/* What the empty network covers is ours to remember; what it no longer covers, to forget. */
static void
add_note_step (Planner *p, NwdScope scope)
{
  const NwdCard *card = unwired_card (p, scope);
  NwdNote *old = p->vnic->note;

  if (card)
    add_note (p, card);
  else if (old && !other_stays_unwired (p->vnic, scope))
    nwd_plan_add (p->plan, nwd_step_new_note (NWD_STEP_NOTE_DROP, p->vnic->vm_id, old),
                  nwd_step_new_note (NWD_STEP_NOTE, p->vnic->vm_id, old));
}

/* Without a network manager there is no bridge to move it to: it stays, link down. */
static gboolean
can_have_unwired_bridge (const NwdState *state)
{
  return g_hash_table_contains (state->links, NWD_UNWIRED_BRIDGE)
         || state->host_network_state == NWD_BACKEND_CONNECTED;
}

/* It is never taken away again: by then other cards may be on it. */
static void
add_unwired_bridge (Planner *p)
{
  if (!g_hash_table_contains (p->state->links, NWD_UNWIRED_BRIDGE))
    nwd_plan_add (
      p->plan, nwd_step_new_named (NWD_STEP_BRIDGE_CREATE, NWD_UNWIRED_BRIDGE, "", NWD_MTU_DEFAULT),
      NULL);
}

static NwdSource *
source_of_network (const NwdState *state, const NwdNetwork *network)
{
  if (network)
    return nwd_source_new (network->source_type, network->source_name, NULL);
  if (can_have_unwired_bridge (state))
    return nwd_source_new ("bridge", NWD_UNWIRED_BRIDGE, NULL);
  return NULL;
}

static const NwdNetwork *
wanted_network (const NwdState *state, const NwdWiringChange *change, GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, change->network_id);

  if (!network)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "network: there is no network %s",
                 change->network_id);
  return network;
}

static void
plan (Planner *p, NwdScope scope)
{
  if (p->moves && !p->network && p->source)
    add_unwired_bridge (p);
  add_all_card_steps (p, scope);
  add_bounce (p, scope);
  add_note_step (p, scope);
}

static NwdPlan *
plan_vnic (const NwdState *state,
           const NwdVnic *vnic,
           const NwdWiringChange *change,
           const NwdOptions *options,
           GError **error)
{
  Planner p = { .state = state, .vnic = vnic, .options = options };
  g_autoptr (NwdSource) source = NULL;
  NwdScope scope = nwd_wiring_rules_scope (state, vnic, options, error);

  if (!scope || !nwd_wiring_rules_check_vm (state, vnic, options, error))
    return NULL;

  p.moves = change->fields & NWD_WIRING_NETWORK;
  p.sets_link = change->fields & NWD_WIRING_LINKED;
  p.linked = change->linked;
  if (p.moves && !is_unwired (change->network_id))
    {
      p.network = wanted_network (state, change, error);
      if (!p.network)
        return NULL;
    }
  if (p.moves && !nwd_wiring_rules_check_network (state, vnic, p.network, scope, options, error))
    return NULL;

  source = p.moves ? source_of_network (state, p.network) : NULL;
  p.source = source;
  p.plan = nwd_plan_new ();
  plan (&p, scope);
  return p.plan;
}

NwdPlan *
nwd_plan_wiring (const NwdState *state,
                 const NwdWiringChange *change,
                 const NwdOptions *options,
                 GError **error)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);
  NwdPlan *result = NULL;

  if (!vnic)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no vNIC %s", change->vnic_id);
      return NULL;
    }
  result = plan_vnic (state, vnic, change, options, error);
  if (!result || !change->network_id)
    return result;
  nwd_plan_add_busy (result, change->network_id);
  nwd_plan_add_busy (result, vnic->live_network_id); /* the way back */
  return result;
}
