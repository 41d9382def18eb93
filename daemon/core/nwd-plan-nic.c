/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-nic.h"

#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-name.h"
#include "nwd-resolve.h"

/* The bridge that it is a port of, itself or with its bond; "" none. */
static const char *
find_bridge_above (const NwdState *state, const NwdNic *nic)
{
  const NwdNic *bond = nwd_state_get_nic (state, nic->port_of);

  return bond ? bond->port_of : nic->port_of;
}

/* The attachment that the NIC, itself or with its bond, carries; NULL none. */
static const NwdAttachment *
find_carried (const NwdState *state, const NwdNic *nic)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdAttachment *attachment = value;

      if (*attachment->nic
          && (g_str_equal (attachment->nic, nic->name)
              || g_str_equal (attachment->nic, nic->port_of)))
        return attachment;
    }
  return NULL;
}

static gboolean
check_carries_nothing (const NwdState *state, const NwdNic *nic, GError **error)
{
  const NwdAttachment *attachment = find_carried (state, nic);

  if (!attachment)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot change who manages NIC %s: it carries network %s", nic->name,
               nwd_state_get_network (state, attachment->network_id)->name);
  return FALSE;
}

static gboolean
check_unused (const NwdState *state, const NwdNic *nic, GError **error)
{
  const char *bridge = find_bridge_above (state, nic);
  g_autoptr (NwdSource) source = nwd_source_new ("bridge", bridge, NULL);
  g_autofree char *network_id = nwd_resolve_network_id (state, source);
  g_autofree char *users = nwd_host_rules_list_users (state, network_id);
  const NwdAttachment *attachment = *bridge ? nwd_resolve_attachment (state, bridge) : NULL;

  if (!attachment && !*users)
    return TRUE;
  if (attachment)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                 "cannot change who manages NIC %s: it is beneath bridge %s, to which network %s "
                 "is attached",
                 nic->name, bridge, nwd_state_get_network (state, attachment->network_id)->name);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                 "cannot change who manages NIC %s: it is beneath bridge %s, which running VMs "
                 "use: %s",
                 nic->name, bridge, users);
  return FALSE;
}

static NwdStep *
managed_step_new (const char *name, gboolean managed)
{
  return nwd_step_new_named (NWD_STEP_NIC_MANAGED, name, NULL, managed ? 1 : 0);
}

NwdPlan *
nwd_plan_nic_managed (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  const NwdNic *nic = nwd_state_get_nic (state, change->id);

  if (!nic)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no NIC %s", change->id);
      return NULL;
    }
  if (!nwd_host_rules_check_connected (state, "change who manages NIC", nic->name, error))
    return NULL;
  nwd_plan_set_object (plan, nic->name);
  if (nwd_nic_is_managed (nic) == change->managed)
    return g_steal_pointer (&plan);
  if (!check_carries_nothing (state, nic, error) || !check_unused (state, nic, error))
    return NULL;
  nwd_plan_add (plan, managed_step_new (nic->name, change->managed),
                managed_step_new (nic->name, nwd_nic_is_managed (nic)));
  return g_steal_pointer (&plan);
}

/* --- what carries an attachment --- */

/* As the network manager has it; NULL it has none for that. */
static NwdUplink *
find_told (const NwdState *state, const NwdAttachment *attachment)
{
  g_autofree char *device = nwd_uplink_device (attachment->nic, attachment->vlan);
  NwdUplink *told = g_hash_table_lookup (state->uplinks, device);

  return told && g_str_equal (told->bridge, attachment->bridge) ? told : NULL;
}

/* What makes it as the network manager has it. */
static NwdStep *
put_back_new (const NwdState *state, const NwdUplink *told)
{
  NwdUplink *uplink = nwd_uplink_copy (told);
  const NwdLink *link = g_hash_table_lookup (state->links, told->device);

  uplink->absent = !told->active || !g_hash_table_contains (state->links, told->nic);
  uplink->live_mtu = link ? link->mtu : 0;
  return nwd_step_new_port (uplink);
}

/* The MTU that the NIC is to have again; a VLAN goes with its own. */
static NwdStep *
removal_new (const NwdAttachment *attachment, guint mtu, guint nic_mtu, gboolean stays)
{
  return nwd_step_new_port_removal (nwd_attachment_uplink (attachment, mtu),
                                    attachment->vlan ? 0 : nic_mtu, stays);
}

void
nwd_plan_nic_put (const NwdState *state, const NwdAttachment *attachment, guint mtu, NwdPlan *plan)
{
  g_autofree char *device = nwd_uplink_device (attachment->nic, attachment->vlan);
  const NwdNic *nic = nwd_state_get_nic (state, attachment->nic);
  const NwdUplink *told = find_told (state, attachment);
  gboolean by_hand = *attachment->bridge && nwd_resolve_is_port (state, device, attachment->bridge);
  NwdStep *undo = told ? put_back_new (state, told)
                       : removal_new (attachment, mtu, nic ? nic->mtu : 0, by_hand);

  nwd_plan_add (plan, nwd_step_new_port (nwd_attachment_uplink (attachment, mtu)), undo);
}

void
nwd_plan_nic_remove (const NwdState *state,
                     const NwdAttachment *attachment,
                     guint mtu,
                     NwdPlan *plan)
{
  g_autofree char *device = nwd_uplink_device (attachment->nic, attachment->vlan);
  const NwdUplink *told = find_told (state, attachment);
  gboolean missing = !nwd_state_get_nic (state, attachment->nic);
  gboolean is_port = *attachment->bridge && nwd_resolve_is_port (state, device, attachment->bridge);
  gboolean has_it = is_port || (told && told->active);
  NwdStep *undo = NULL;

  if (told)
    undo = put_back_new (state, told);
  else if (!missing)
    undo = nwd_step_new_port (nwd_attachment_uplink (attachment, mtu));
  /* What somebody else has made of the NIC by now has the MTU that he gave it. */
  nwd_plan_add (plan, removal_new (attachment, mtu, has_it ? attachment->nic_mtu : 0, FALSE), undo);
}

/* Its undo is for whoever did that. */
void
nwd_plan_nic_expel (const NwdState *state, const char *nic, const char *bridge, NwdPlan *plan)
{
  nwd_plan_add (plan, nwd_step_new_port_removal (nwd_uplink_new (nic, 0, bridge, 0), 0, FALSE),
                nwd_step_new_port_removal (nwd_uplink_new (nic, 0, bridge, 0), 0, TRUE));
}

void
nwd_plan_nic_change (const NwdState *state,
                     const NwdAttachment *own,
                     const NwdAttachment *wanted,
                     guint mtu,
                     NwdPlan *plan)
{
  if (*own->nic)
    nwd_plan_nic_remove (state, own, nwd_state_get_network (state, own->network_id)->mtu, plan);
  if (*wanted->nic)
    nwd_plan_nic_put (state, wanted, mtu, plan);
}
