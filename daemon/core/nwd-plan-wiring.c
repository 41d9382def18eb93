/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-wiring.h"

#include "nwd-error.h"
#include "nwd-plan-edit.h"
#include "nwd-plan-keep.h"
#include "nwd-plan-plug.h"
#include "nwd-resolve.h"
#include "nwd-wiring-rules.h"
#include "nwd-wiring-wanted.h"

/* Somebody made it, and it is never taken away again: by then other cards may be on it. */
static void
add_unwired_bridge (const NwdWiringCase *c, NwdPlan *plan)
{
  gboolean arrives = (c->moves && !c->network && c->source && c->edit)
                     || (c->attach && nwd_wiring_will_be_unwired (c, c->spare));

  if (arrives && !g_hash_table_contains (c->state->links, NWD_UNWIRED_BRIDGE))
    nwd_plan_add (
      plan, nwd_step_new_named (NWD_STEP_BRIDGE_CREATE, NWD_UNWIRED_BRIDGE, "", NWD_MTU_DEFAULT),
      NULL);
}

/* The bridges that must stay until it is done: where the card goes, and the way back. */
static void
add_busy (const NwdWiringCase *c, NwdPlan *plan)
{
  if (c->moves)
    nwd_plan_add_busy (plan, c->change->network_id);
  if (c->vnic && (c->moves || c->attach))
    nwd_plan_add_busy (plan, nwd_vnic_get_network_id (c->vnic));
}

/* Last, when the store says what there is to be: the card may just have come. */
static void
add_mirrors (const NwdWiringCase *c, NwdPlan *plan)
{
  static const char *const none[] = { NULL };
  const char *const *then = c->stored ? (const char *const *)c->stored->mirrors : none;
  const char *const *now
    = c->change->fields & NWD_WIRING_MIRRORS ? (const char *const *)c->change->mirrors : then;
  gboolean arrives = (c->attach & NWD_SCOPE_LIVE) && *now;
  gboolean changes = c->live && (c->change->fields & NWD_WIRING_MIRRORS)
                     && (!g_strv_equal (then, now) || *c->vnic->problem);

  if (arrives || changes)
    nwd_plan_add (plan,
                  nwd_step_new_named (NWD_STEP_MIRRORS, c->change->vnic_id, "",
                                      arrives ? NWD_ERROR_PLUG_FAILED : NWD_ERROR_UPDATE_FAILED),
                  NULL);
}

/* What is kept of an unplugged card is kept before the guest lets go of it. */
static void
plan (const NwdWiringCase *c, NwdPlan *plan)
{
  if (c->detach)
    {
      nwd_plan_keep_vnic (c, plan);
      nwd_plan_unplug (c, plan);
      nwd_plan_keep_note (c, plan);
      return;
    }
  add_unwired_bridge (c, plan);
  nwd_plan_edit (c, plan);
  nwd_plan_plug (c, plan);
  nwd_plan_keep_note (c, plan);
  nwd_plan_keep_vnic (c, plan);
  add_mirrors (c, plan);
}

NwdPlan *
nwd_plan_wiring (const NwdState *state,
                 const NwdWiringChange *change,
                 const NwdOptions *options,
                 GError **error)
{
  g_autoptr (NwdWiringCase) c = nwd_wiring_case_new (state, change, options, error);
  NwdPlan *result = NULL;

  if (!c || !nwd_wiring_rules_check (c, error))
    return NULL;
  result = nwd_plan_new ();
  plan (c, result);
  add_busy (c, result);
  if ((change->fields & NWD_WIRING_MAC) || c->attach)
    nwd_plan_add_mac (result, change->fields & NWD_WIRING_MAC ? change->mac
                                                              : nwd_wiring_case_get_card (c)->mac);
  if (change->verb == NWD_WIRING_ADD)
    nwd_plan_set_object (result, change->vnic_id);
  return result;
}
