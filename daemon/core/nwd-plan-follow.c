/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-follow.h"

#include "nwd-attachment-wanted.h"
#include "nwd-host-rules.h"
#include "nwd-nic-rules.h"
#include "nwd-plan-bridge.h"
#include "nwd-plan-nic.h"
#include "nwd-resolve.h"

static gboolean
follow_vlan (const NwdState *state,
             NwdAttachment *own,
             const NwdNetwork *network,
             NwdPlan *plan,
             GError **error)
{
  g_autoptr (NwdAttachment) wanted = nwd_attachment_wanted_tagged (state, own, network->vlan);

  if (!nwd_attachment_wanted_check_leave (network, own, wanted, error)
      || !nwd_nic_rules_check_release (state, network, own, NULL, error)
      || !nwd_nic_rules_check (state, network, wanted, /* takes= */ FALSE, error))
    return FALSE;
  nwd_plan_nic_change (state, own, wanted, network->mtu, plan);
  nwd_plan_add (plan, nwd_step_new_attachment (wanted), nwd_step_new_attachment (own));
  return TRUE;
}

static gboolean
carries (const NwdState *state, const NwdAttachment *own, const char *device)
{
  return *own->bridge ? nwd_resolve_is_port (state, device, own->bridge)
                      : g_hash_table_contains (state->links, device);
}

/* A NIC that is missing, or elsewhere, gets it when it is put right. */
static gboolean
follow_mtu (const NwdState *state,
            const NwdAttachment *own,
            const NwdNetwork *network,
            NwdPlan *plan,
            GError **error)
{
  g_autofree char *device = nwd_uplink_device (own->nic, own->vlan);

  if (!*own->nic || !carries (state, own, device))
    return TRUE;
  if (!nwd_nic_rules_check (state, network, own, /* takes= */ FALSE, error))
    return FALSE;
  nwd_plan_nic_put (state, own, network->mtu, plan);
  return TRUE;
}

/* The NIC first: a bridge that carries more than its uplink would drop what is larger. */
gboolean
nwd_plan_follow (const NwdState *state,
                 NwdAttachment *own,
                 const NwdNetwork *old,
                 const NwdNetwork *network,
                 NwdPlan *plan,
                 GError **error)
{
  gboolean retagged = *own->nic && old->vlan != network->vlan;

  if (own->adopted || (!retagged && old->mtu == network->mtu))
    return TRUE;
  if (!nwd_host_rules_check_connected (state, "change network", network->name, error)
      || !(retagged ? follow_vlan (state, own, network, plan, error)
                    : follow_mtu (state, own, network, plan, error)))
    return FALSE;
  if (*own->bridge && old->mtu != network->mtu)
    nwd_plan_bridge_set_mtu (state, own, network->mtu, plan);
  return TRUE;
}
