/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-plug.h"

#include "nwd-wiring-wanted.h"

static NwdStep *
attach_step_new (const NwdWiringCase *c, NwdCard *card, const char *definition, NwdScope scope)
{
  g_autoptr (NwdCardChange) change
    = nwd_card_change_new_attach (c->domain->id, card, definition, scope);

  return nwd_step_new_card (change);
}

static NwdStep *
detach_step_new (const NwdWiringCase *c, const NwdCard *card, NwdScope scope)
{
  g_autoptr (NwdCardChange) change = nwd_card_change_new_detach (c->domain->id, card, scope);

  return nwd_step_new_card (change);
}

void
nwd_plan_plug (const NwdWiringCase *c, NwdPlan *plan)
{
  const char *definition = c->change->definition;
  g_autoptr (NwdCard) card = NULL;

  if (!c->attach)
    return;
  if (!definition && c->stored)
    definition = c->stored->definition;
  card = nwd_wiring_wanted (c, c->spare);
  nwd_plan_add (plan, attach_step_new (c, card, definition, c->attach),
                detach_step_new (c, card, c->attach));
}

static void
add_detach (const NwdWiringCase *c, NwdPlan *plan, NwdCard *card, NwdScope scope)
{
  nwd_plan_add (plan, detach_step_new (c, card, scope),
                attach_step_new (c, card, c->change->definition, scope));
}

/* The guest first: it may not let go. */
void
nwd_plan_unplug (const NwdWiringCase *c, NwdPlan *plan)
{
  if (c->detach & NWD_SCOPE_LIVE)
    add_detach (c, plan, c->live, NWD_SCOPE_LIVE);
  if (c->detach & NWD_SCOPE_CONFIG)
    add_detach (c, plan, c->config, NWD_SCOPE_CONFIG);
}
