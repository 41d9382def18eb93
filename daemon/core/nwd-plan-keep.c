/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-keep.h"

#include "nwd-wiring-wanted.h"

/* --- what the empty network covers --- */

/* A definition that the change leaves as it is still needs the note. */
static gboolean
other_stays_unwired (const NwdWiringCase *c)
{
  NwdScope changed = c->edit | c->detach;

  return (c->live && !(changed & NWD_SCOPE_LIVE) && nwd_wiring_is_unwired (c, c->live))
         || (c->config && !(changed & NWD_SCOPE_CONFIG) && nwd_wiring_is_unwired (c, c->config));
}

/* What was saved is as it was, whatever the next start is to have. Where no bridge covers the card,
 * the note is more: it says which network is the empty one. */
static gboolean
may_come_back_unwired (const NwdWiringCase *c)
{
  return c->domain->managed_save && !c->note->held;
}

/* The card that the change puts on the empty network, or leaves there; NULL: none. */
static const NwdCard *
unwired_card (const NwdWiringCase *c)
{
  if ((c->edit & NWD_SCOPE_LIVE) && nwd_wiring_will_be_unwired (c, c->live))
    return c->live;
  if ((c->edit & NWD_SCOPE_CONFIG) && nwd_wiring_will_be_unwired (c, c->config))
    return c->config;
  if (c->attach && nwd_wiring_will_be_unwired (c, c->spare))
    return c->spare;
  return NULL;
}

static NwdSource *
held_source (const NwdWiringCase *c, const NwdCard *card)
{
  if (c->moves)
    return c->source ? NULL : card->source;
  return c->note && card != c->spare ? c->note->held : NULL;
}

static void
add_note_drop (const NwdWiringCase *c, NwdPlan *plan)
{
  nwd_plan_add (plan, nwd_step_new_note (NWD_STEP_NOTE_DROP, c->domain->id, c->note),
                nwd_step_new_note (NWD_STEP_NOTE, c->domain->id, c->note));
}

static void
add_note (const NwdWiringCase *c, NwdPlan *plan, const NwdCard *card)
{
  g_autoptr (NwdCard) wanted = nwd_wiring_wanted (c, card);
  g_autoptr (NwdNote) note
    = nwd_note_new (wanted->mac, wanted->nth, nwd_wiring_wants_link (c, card),
                    nwd_wiring_wants_isolation (c, card), held_source (c, card));
  gboolean replaces = c->note && nwd_note_is_of (c->note, note->mac, note->nth);

  if (c->note && nwd_note_equal (c->note, note))
    return;
  if (c->note && !replaces)
    add_note_drop (c, plan);
  nwd_plan_add (plan, nwd_step_new_note (NWD_STEP_NOTE, c->domain->id, note),
                nwd_step_new_note (replaces ? NWD_STEP_NOTE : NWD_STEP_NOTE_DROP, c->domain->id,
                                   replaces ? c->note : note));
}

void
nwd_plan_keep_note (const NwdWiringCase *c, NwdPlan *plan)
{
  const NwdCard *card = unwired_card (c);

  if (card)
    add_note (c, plan, card);
  else if (c->note && !other_stays_unwired (c) && !may_come_back_unwired (c))
    add_note_drop (c, plan);
}

/* --- the vNIC --- */

/* How it would be plugged again: a new one; NULL where a definition says it, and lasts. */
static NwdCard *
card_to_keep (const NwdWiringCase *c)
{
  gboolean leaves = c->vnic && nwd_vnic_was_undone (c->vnic);

  if (nwd_wiring_case_stays_defined (c) && !leaves)
    return NULL;
  if (c->spare)
    return nwd_wiring_kept (c, c->spare);
  return c->stored && c->stored->card ? nwd_card_ref (c->stored->card) : NULL;
}

static const char *
name_to_keep (const NwdWiringCase *c, const NwdCard *card)
{
  if (c->change->fields & NWD_WIRING_NAME)
    return c->change->name;
  if (card || !c->vnic)
    return c->name;
  return c->stored ? c->stored->name : "";
}

static NwdStoredVnic *
to_keep (const NwdWiringCase *c)
{
  g_autoptr (NwdCard) card = card_to_keep (c);
  char **mirrors = c->stored ? c->stored->mirrors : NULL;
  const char *definition = c->stored ? c->stored->definition : NULL;

  if (c->change->fields & NWD_WIRING_MIRRORS)
    mirrors = c->change->mirrors;
  if (c->change->definition)
    definition = c->change->definition;
  return nwd_stored_vnic_new (c->change->vnic_id, name_to_keep (c, card),
                              (const char *const *)mirrors, card, card ? definition : NULL);
}

static void
add_vnic_drop (const NwdWiringCase *c, NwdPlan *plan)
{
  if (c->stored)
    nwd_plan_add (plan, nwd_step_new_vnic_drop (c->domain->id, c->change->vnic_id),
                  nwd_step_new_vnic (c->domain->id, (NwdStoredVnic *)c->stored));
}

void
nwd_plan_keep_vnic (const NwdWiringCase *c, NwdPlan *plan)
{
  g_autoptr (NwdStoredVnic) vnic = NULL;

  if (c->change->verb == NWD_WIRING_REMOVE)
    {
      add_vnic_drop (c, plan);
      return;
    }
  vnic = to_keep (c);
  if (nwd_stored_vnic_is_empty (vnic))
    {
      add_vnic_drop (c, plan);
      return;
    }
  if (nwd_stored_vnic_equal (c->stored, vnic))
    return;
  nwd_plan_add (plan, nwd_step_new_vnic (c->domain->id, vnic),
                c->stored ? nwd_step_new_vnic (c->domain->id, (NwdStoredVnic *)c->stored)
                          : nwd_step_new_vnic_drop (c->domain->id, c->change->vnic_id));
}
