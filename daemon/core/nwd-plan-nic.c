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
  if (nic->managed == change->managed)
    return g_steal_pointer (&plan);
  if (!check_unused (state, nic, error))
    return NULL;
  nwd_plan_add (plan, managed_step_new (nic->name, change->managed),
                managed_step_new (nic->name, nic->managed));
  return g_steal_pointer (&plan);
}

/* The network that is to be on that NIC; NULL none. */
static const NwdNetwork *
find_network_on (const NwdState *state, const char *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdAttachment *attachment = value;

      if (g_str_equal (attachment->nic, name))
        return nwd_state_get_network (state, attachment->network_id);
    }
  return NULL;
}

static gboolean
check_kind (const NwdNetwork *network, const NwdNic *nic, GError **error)
{
  const char *why = NULL;

  if (network->vlan != 0)
    why = "the network has a VLAN tag";
  else if (g_str_equal (nic->kind, "bond") || g_str_equal (nic->kind, "team"))
    why = "the NIC is a bond";
  else if (!nic->managed)
    why = "NetworkManager does not manage the NIC";
  if (why)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot attach network %s to NIC %s: %s", network->name, nic->name, why);
  return !why;
}

/* Addresses that the host has there would go. */
static void
set_configured_error (const NwdNetwork *network, const NwdNic *nic, GError **error)
{
  g_autofree char *quoted = nwd_name_quote (nic->profile);

  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot attach network %s to NIC %s: NetworkManager has configured it by profile %s",
               network->name, nic->name, quoted);
}

gboolean
nwd_plan_nic_check_free (const NwdState *state,
                         const NwdNetwork *network,
                         const char *name,
                         GError **error)
{
  const NwdNic *nic = nwd_state_get_nic (state, name);
  const NwdNetwork *other = find_network_on (state, name);
  gboolean there = nic && *nic->port_of && g_str_equal (nic->port_of, network->bridge);

  if (!nic)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                 "cannot attach network %s: there is no NIC %s", network->name, name);
  else if (other && !g_str_equal (other->id, network->id))
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "cannot attach network %s to NIC %s: network %s is on it "
                 "(NETWORK_INTERFACES_NOT_EXCLUSIVELY_USED_BY_UNTAGGED_NETWORK)",
                 network->name, name, other->name);
  else if (*nic->port_of && !there)
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "cannot attach network %s to NIC %s: it is a port of %s", network->name, name,
                 nic->port_of);
  else if (*nic->profile && !there)
    set_configured_error (network, nic, error);
  else
    return check_kind (network, nic, error);
  return FALSE;
}

static NwdStep *
removal_new (const NwdAttachment *attachment, guint mtu)
{
  return nwd_step_new_named (NWD_STEP_PORT_REMOVE, attachment->nic, attachment->bridge, mtu);
}

static gboolean
is_port (const NwdState *state, const NwdAttachment *attachment)
{
  const NwdNic *nic = nwd_state_get_nic (state, attachment->nic);

  return nic && g_str_equal (nic->port_of, attachment->bridge);
}

/* One that is a port is put right, which nobody undoes. */
void
nwd_plan_nic_add (const NwdState *state, const NwdAttachment *attachment, guint mtu, NwdPlan *plan)
{
  const NwdNic *nic = nwd_state_get_nic (state, attachment->nic);
  gboolean there = is_port (state, attachment);

  nwd_plan_add (plan, nwd_step_new_port (attachment, mtu),
                there ? NULL : removal_new (attachment, nic->mtu));
}

void
nwd_plan_nic_set_mtu (
  const NwdState *state, const NwdAttachment *attachment, guint old, guint mtu, NwdPlan *plan)
{
  if (is_port (state, attachment))
    nwd_plan_add (plan, nwd_step_new_port (attachment, mtu), nwd_step_new_port (attachment, old));
}

/* One that is missing cannot come back when that is undone. */
static void
plan_removal (const NwdState *state, const NwdAttachment *attachment, guint mtu, NwdPlan *plan)
{
  const NwdNic *nic = nwd_state_get_nic (state, attachment->nic);

  nwd_plan_add (plan, removal_new (attachment, attachment->nic_mtu),
                nic ? nwd_step_new_port (attachment, mtu) : NULL);
}

NwdAttachment *
nwd_plan_nic_attachment (const NwdState *state, const NwdAttachment *own, const char *nic)
{
  const NwdNic *there = nwd_state_get_nic (state, nic);
  guint mtu = there ? there->mtu : 0;
  g_autoptr (NwdAttachment) on_nic = nwd_attachment_new_on_nic (
    own->id, own->network_id, own->bridge, nic, g_str_equal (nic, own->nic) ? own->nic_mtu : mtu);

  return nwd_attachment_with (on_nic, own->label, own->boot_id);
}

gboolean
nwd_plan_nic_change (const NwdState *state,
                     NwdAttachment *own,
                     NwdAttachment *wanted,
                     guint mtu,
                     NwdPlan *plan,
                     GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, own->network_id);

  if (g_str_equal (own->nic, wanted->nic))
    return TRUE;
  if (*own->label)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
                   "cannot move network %s to another NIC: it is attached by label %s "
                   "(ACTION_TYPE_FAILED_CANNOT_MOVE_LABELED_NETWORK_TO_ANOTHER_NIC)",
                   network->name, own->label);
      return FALSE;
    }
  if (*wanted->nic && !nwd_plan_nic_check_free (state, network, wanted->nic, error))
    return FALSE;
  if (*own->nic)
    plan_removal (state, own, network->mtu, plan);
  if (*wanted->nic)
    nwd_plan_nic_add (state, wanted, mtu, plan);
  nwd_plan_add (plan, nwd_step_new_attachment (wanted), nwd_step_new_attachment (own));
  return TRUE;
}
