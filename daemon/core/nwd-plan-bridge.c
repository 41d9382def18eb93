/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-bridge.h"

#include "nwd-error.h"

/* As the network manager has it; NULL: it does not, though it may by what is planned. */
static NwdBridge *
find_told (const NwdState *state, const NwdAttachment *attachment)
{
  NwdBridge *told = g_hash_table_lookup (state->bridges, attachment->bridge);

  return told && *told->profile_id ? told : NULL;
}

/* What makes it as it is: its profile, whatever somebody has written there, and what it has besides
 * by hand. Of one that the network manager does not have, as it should be. */
static NwdStep *
put_back_new (const NwdState *state, const NwdAttachment *attachment, guint mtu)
{
  NwdBridge *told = find_told (state, attachment);
  const NwdLink *link = g_hash_table_lookup (state->links, attachment->bridge);

  return told ? nwd_step_new_restore (told, !*attachment->nic, link ? link->mtu : told->mtu)
              : nwd_step_new_bridge (attachment, mtu);
}

gboolean
nwd_plan_bridge_create (const NwdState *state,
                        const NwdAttachment *attachment,
                        const NwdNetwork *network,
                        NwdPlan *plan,
                        GError **error)
{
  const char *bridge = attachment->bridge;

  if (g_hash_table_contains (state->links, bridge))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                   "cannot attach network %s: there is an interface %s already; setting "
                   "existing-bridge uses one that is not ours",
                   network->name, bridge);
      return FALSE;
    }
  nwd_plan_add (plan, nwd_step_new_bridge (attachment, network->mtu),
                nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, bridge, NULL, 0));
  return TRUE;
}

void
nwd_plan_bridge_delete (const NwdState *state,
                        const NwdAttachment *attachment,
                        const NwdNetwork *network,
                        NwdPlan *plan)
{
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, attachment->bridge, NULL, 0),
                put_back_new (state, attachment, network->mtu));
}

void
nwd_plan_bridge_set_mtu (const NwdState *state,
                         const NwdAttachment *attachment,
                         guint mtu,
                         NwdPlan *plan)
{
  const NwdNetwork *network = nwd_state_get_network (state, attachment->network_id);

  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_BRIDGE_MTU, attachment->bridge, NULL, mtu),
                put_back_new (state, attachment, network->mtu));
}

void
nwd_plan_bridge_reset (const NwdState *state,
                       const NwdAttachment *attachment,
                       const NwdNetwork *network,
                       NwdIpConfig *ip,
                       NwdPlan *plan)
{
  gboolean known = find_told (state, attachment) != NULL;

  /* One that is made by the same plan is deleted by what undoes that. */
  nwd_plan_add (plan, nwd_step_new_reset (attachment, network->mtu, ip),
                known ? put_back_new (state, attachment, network->mtu) : NULL);
}
