/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-host.h"

#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-plan-nic.h"
#include "nwd-resolve.h"

#define MAX_ATTACHMENTS 256u

static const NwdNetwork *
check_attachable (const NwdState *state, const char *id, GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);

  if (!network)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no network %s", id);
      return NULL;
    }
  if (network->origin != NWD_ORIGIN_NETWIRING)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot attach network %s: it was found on the host and needs no attachment",
                 network->name);
  else if (*network->attachment_id)
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "cannot attach network %s: it is attached to bridge %s (ATTACHMENT_IS_NOT_REUSED)",
                 network->name, network->bridge);
  else if (!network->vm_network)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot attach network %s: only VM networks have bridges", network->name);
  else if (g_hash_table_size (state->own_attachments) >= MAX_ATTACHMENTS)
    g_set_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED,
                 "cannot attach network %s: there are %u attachments, which is the most",
                 network->name, MAX_ATTACHMENTS);
  else
    return network;
  return NULL;
}

/* A bridge of our own: never one that is there already, which is somebody's. */
static gboolean
plan_own_bridge (const NwdState *state,
                 const NwdNetwork *network,
                 const NwdAttachment *attachment,
                 NwdPlan *plan,
                 GError **error)
{
  if (g_hash_table_contains (state->links, network->bridge))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                   "cannot attach network %s: there is an interface %s already; setting "
                   "existing-bridge uses one that is not ours",
                   network->name, network->bridge);
      return FALSE;
    }
  if (!nwd_host_rules_check_connected (state, "attach network", network->name, error))
    return FALSE;
  nwd_plan_add (plan, nwd_step_new_bridge (attachment, network->mtu),
                nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, network->bridge, NULL, 0));
  if (*attachment->nic)
    nwd_plan_add (plan, nwd_step_new_port (attachment, network->mtu),
                  nwd_step_new_named (NWD_STEP_PORT_REMOVE, attachment->nic, network->bridge,
                                      attachment->nic_mtu));
  return TRUE;
}

static gboolean
check_adoptable (const NwdState *state,
                 const NwdNetwork *network,
                 const char *bridge,
                 GError **error)
{
  const NwdLink *link = g_hash_table_lookup (state->links, bridge);
  const NwdAttachment *other = nwd_resolve_attachment (state, bridge);

  if (!link)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                 "existing-bridge: there is no interface %s to attach network %s to", bridge,
                 network->name);
  else if (!g_str_equal (link->kind, "bridge"))
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "existing-bridge: %s is not a bridge", bridge);
  else if (other || g_str_equal (bridge, NWD_UNWIRED_BRIDGE)
           || g_hash_table_contains (state->bridges, bridge))
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "existing-bridge: %s is a bridge of ours", bridge);
  else
    return TRUE;
  return FALSE;
}

static gboolean
has_nic (const NwdHostChange *change)
{
  return change->nic && *change->nic;
}

/* What is to be stored; NULL with the error. */
static NwdAttachment *
make_attachment (const NwdState *state,
                 const NwdNetwork *network,
                 const NwdHostChange *change,
                 GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  const char *bridge = change->existing_bridge;

  if (has_nic (change) && bridge)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "existing-bridge: a bridge that is not ours has the NICs that it has");
      return NULL;
    }
  if (bridge)
    return check_adoptable (state, network, bridge, error)
             ? nwd_attachment_new (id, network->id, bridge, TRUE)
             : NULL;
  if (!has_nic (change))
    return nwd_attachment_new (id, network->id, network->bridge, FALSE);
  if (!nwd_plan_nic_check_free (state, network, change->nic, error))
    return NULL;
  return nwd_attachment_new_on_nic (id, network->id, network->bridge, change->nic,
                                    nwd_state_get_nic (state, change->nic)->mtu);
}

NwdPlan *
nwd_plan_host_attach (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  const NwdNetwork *network = check_attachable (state, change->id, error);
  g_autoptr (NwdAttachment) lasting
    = network ? make_attachment (state, network, change, error) : NULL;
  g_autoptr (NwdAttachment) attachment
    = lasting ? nwd_attachment_with (lasting, change->label ? change->label : "",
                                     change->transient ? state->boot_id : "")
              : NULL;

  if (!attachment)
    return NULL;
  if (!attachment->adopted && !plan_own_bridge (state, network, attachment, plan, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_attachment (attachment),
                nwd_step_new_named (NWD_STEP_ATTACHMENT_REMOVE, attachment->id, NULL, 0));
  nwd_plan_set_object (plan, attachment->id);
  return g_steal_pointer (&plan);
}

/* What of @attachment @change wants otherwise; NULL nothing. */
static const char *
find_other_setting (const NwdAttachment *attachment, const NwdHostChange *change)
{
  if (change->existing_bridge
      && !(attachment->adopted && g_str_equal (change->existing_bridge, attachment->bridge)))
    return "existing-bridge";
  if (change->nic && !g_str_equal (change->nic, attachment->nic))
    return "nic";
  if (*attachment->boot_id && !change->transient)
    return "persist";
  return NULL;
}

NwdPlan *
nwd_plan_host_set_up (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, change->id);
  const NwdAttachment *attachment
    = network ? g_hash_table_lookup (state->own_attachments, network->attachment_id) : NULL;
  const char *other = attachment ? find_other_setting (attachment, change) : NULL;
  NwdPlan *plan = NULL;

  if (!attachment)
    return nwd_plan_host_attach (state, change, error);
  if (other)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                   "%s: network %s is attached otherwise, to bridge %s; remove that first "
                   "(ATTACHMENT_IS_NOT_REUSED)",
                   other, network->name, attachment->bridge);
      return NULL;
    }
  plan = nwd_plan_new ();
  nwd_plan_set_object (plan, attachment->id);
  return plan;
}

static gboolean
check_unused (const NwdState *state, const NwdNetwork *network, GError **error)
{
  g_autofree char *users = nwd_host_rules_list_users (state, network->id);

  if (!*users)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot detach network %s: running VMs use it: %s "
               "(NETWORK_CANNOT_DETACH_NETWORK_USED_BY_VMS)",
               network->name, users);
  return FALSE;
}

static gboolean
plan_bridge_delete (const NwdState *state,
                    const NwdNetwork *network,
                    const NwdAttachment *attachment,
                    NwdPlan *plan,
                    GError **error)
{
  if (!nwd_host_rules_check_connected (state, "detach network", network->name, error))
    return FALSE;
  if (*attachment->nic)
    nwd_plan_add (plan,
                  nwd_step_new_named (NWD_STEP_PORT_REMOVE, attachment->nic, attachment->bridge,
                                      attachment->nic_mtu),
                  nwd_step_new_port (attachment, network->mtu));
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_BRIDGE_DELETE, attachment->bridge, NULL, 0),
                nwd_step_new_bridge (attachment, network->mtu));
  return TRUE;
}

/* What a label attached goes with the label. */
static gboolean
check_by_hand (const NwdAttachment *attachment,
               const NwdNetwork *network,
               const NwdHostChange *change,
               GError **error)
{
  if (!*attachment->label || g_strcmp0 (attachment->label, change->label) == 0)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
               "cannot detach network %s: it is attached by label %s "
               "(ACTION_TYPE_FAILED_CANNOT_REMOVE_LABELED_NETWORK_FROM_NIC)",
               network->name, attachment->label);
  return FALSE;
}

NwdPlan *
nwd_plan_host_detach (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  NwdAttachment *attachment = g_hash_table_lookup (state->own_attachments, change->id);
  const NwdNetwork *network = NULL;

  if (!attachment)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no attachment %s", change->id);
      return NULL;
    }
  network = nwd_state_get_network (state, attachment->network_id);
  if (change->transient && !*attachment->boot_id)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "persist: network %s would not come back when the host starts anew: its "
                   "attachment is removed for good",
                   network->name);
      return NULL;
    }
  if (!check_by_hand (attachment, network, change, error) || !check_unused (state, network, error))
    return NULL;
  if (!attachment->adopted && !plan_bridge_delete (state, network, attachment, plan, error))
    return NULL;

  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_ATTACHMENT_REMOVE, attachment->id, NULL, 0),
                nwd_step_new_attachment (attachment));
  nwd_plan_add_busy (plan, network->id);
  return g_steal_pointer (&plan);
}
