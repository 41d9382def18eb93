/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-host.h"

#include "nwd-attachment-wanted.h"
#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-nic-rules.h"
#include "nwd-plan-attachment.h"
#include "nwd-plan-bridge.h"
#include "nwd-plan-nic.h"
#include "nwd-sync.h"

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
  else if (g_hash_table_size (state->own_attachments) >= MAX_ATTACHMENTS)
    g_set_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED,
                 "cannot attach network %s: there are %u attachments, which is the most",
                 network->name, MAX_ATTACHMENTS);
  else
    return network;
  return NULL;
}

/* What is of the host itself; an adopted bridge is there already. */
static gboolean
plan_own (const NwdState *state,
          const NwdNetwork *network,
          const NwdAttachment *attachment,
          NwdPlan *plan,
          GError **error)
{
  gboolean bridged = *attachment->bridge != '\0';

  if (!nwd_host_rules_check_connected (state, "attach network", network->name, error)
      || (bridged && !nwd_plan_bridge_create (state, attachment, network, plan, error)))
    return FALSE;
  if (*attachment->nic)
    nwd_plan_nic_put (state, attachment, network->mtu, plan);
  if (bridged && !nwd_ip_config_is_none (attachment->ip))
    nwd_plan_bridge_reset (state, attachment, network, attachment->ip, plan);
  return TRUE;
}

NwdPlan *
nwd_plan_host_attach (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  const NwdNetwork *network = check_attachable (state, change->id, error);
  g_autoptr (NwdAttachment) attachment
    = network ? nwd_attachment_wanted_new (state, network, change, error) : NULL;

  if (!attachment)
    return NULL;
  if (!attachment->adopted && !plan_own (state, network, attachment, plan, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_attachment (attachment),
                nwd_step_new_named (NWD_STEP_ATTACHMENT_REMOVE, attachment->id, NULL, 0));
  nwd_plan_set_object (plan, attachment->id);
  return g_steal_pointer (&plan);
}

/* What of @attachment @change wants otherwise and cannot have; NULL nothing. */
static const char *
find_other_setting (const NwdAttachment *attachment, const NwdHostChange *change)
{
  if (change->existing_bridge
      && !(attachment->adopted && g_str_equal (change->existing_bridge, attachment->bridge)))
    return "existing-bridge";
  if (!*attachment->boot_id != !change->transient)
    return "persist";
  return NULL;
}

/* Whether @change says anything of how it is attached that is not so already. */
static gboolean
is_as_wanted (const NwdAttachment *attachment, const NwdHostChange *change)
{
  const NwdIpFamily *ipv4 = change->ipv4.method ? &change->ipv4 : &attachment->ip->ipv4;
  const NwdIpFamily *ipv6 = change->ipv6.method ? &change->ipv6 : &attachment->ip->ipv6;
  gboolean takes = change->take_addresses && nwd_ip_config_is_none (attachment->ip);

  return !takes && (!change->nic || g_str_equal (change->nic, attachment->nic))
         && nwd_ip_family_equal (ipv4, &attachment->ip->ipv4)
         && nwd_ip_family_equal (ipv6, &attachment->ip->ipv6);
}

static gboolean
is_out_of_sync (const NwdState *state, const NwdAttachment *attachment)
{
  g_autoptr (GVariant) differences
    = attachment->adopted ? NULL : nwd_sync_compare (state, attachment);

  return differences != NULL;
}

static NwdPlan *
plan_again (const NwdState *state,
            const NwdAttachment *attachment,
            const NwdHostChange *change,
            GError **error)
{
  g_autoptr (NwdHostChange) update
    = nwd_host_change_new (NWD_HOST_UPDATE_ATTACHMENT, attachment->id);

  nwd_host_change_take_place (update, change);
  return nwd_plan_attachment_update (state, update, error);
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
  if (!is_as_wanted (attachment, change)
      || (change->override && is_out_of_sync (state, attachment)))
    return plan_again (state, attachment, change, error);
  plan = nwd_plan_new ();
  nwd_plan_set_object (plan, attachment->id);
  return plan;
}

/* Also guests that came to the bridge by another name, such as that of a network of libvirt's. */
static gboolean
check_unused (const NwdState *state,
              const NwdNetwork *network,
              const NwdAttachment *attachment,
              GError **error)
{
  g_autofree char *users = nwd_host_rules_list_users (state, network->id);
  const char *tap
    = attachment->adopted ? NULL : nwd_host_rules_find_tap (state, attachment->bridge);

  if (*users)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                 "cannot detach network %s: running VMs use it: %s "
                 "(NETWORK_CANNOT_DETACH_NETWORK_USED_BY_VMS)",
                 network->name, users);
  else if (tap)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                 "cannot detach network %s: a guest is on its bridge %s by interface %s",
                 network->name, attachment->bridge, tap);
  return !*users && !tap;
}

static gboolean
plan_gone (const NwdState *state,
           const NwdNetwork *network,
           const NwdAttachment *attachment,
           const NwdHostChange *change,
           NwdPlan *plan,
           GError **error)
{
  if (!nwd_host_rules_check_connected (state, "detach network", network->name, error))
    return FALSE;
  if (*attachment->nic
      && !nwd_nic_rules_check_release (state, network, attachment, change->label, error))
    return FALSE;
  if (*attachment->nic)
    nwd_plan_nic_remove (state, attachment, network->mtu, plan);
  if (*attachment->bridge)
    nwd_plan_bridge_delete (state, attachment, network, plan);
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
  NwdAttachment *attachment = nwd_host_rules_find_attachment (state, change->id, error);
  const NwdNetwork *network = NULL;

  if (!attachment)
    return NULL;
  network = nwd_state_get_network (state, attachment->network_id);
  if (change->transient && !*attachment->boot_id)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "persist: network %s would not come back when the host starts anew: its "
                   "attachment is removed for good",
                   network->name);
      return NULL;
    }
  if (!check_by_hand (attachment, network, change, error)
      || !check_unused (state, network, attachment, error))
    return NULL;
  if (!attachment->adopted && !plan_gone (state, network, attachment, change, plan, error))
    return NULL;

  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_ATTACHMENT_REMOVE, attachment->id, NULL, 0),
                nwd_step_new_attachment (attachment));
  nwd_plan_add_busy (plan, network->id);
  return g_steal_pointer (&plan);
}
