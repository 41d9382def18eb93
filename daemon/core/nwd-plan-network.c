/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-network.h"

#include "nwd-error.h"
#include "nwd-name.h"
#include "nwd-plan-follow.h"
#include "nwd-plan-label.h"
#include "nwd-resolve.h"

#define MAX_NETWORKS 1024u

static gboolean
check_name_free (const NwdState *state, const char *name, GError **error)
{
  GHashTableIter iter;
  gpointer network;

  g_hash_table_iter_init (&iter, state->own_networks);
  while (g_hash_table_iter_next (&iter, NULL, &network))
    if (g_str_equal (((NwdNetwork *)network)->name, name))
      {
        g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                     "cannot create network %s: there is one of that name", name);
        return FALSE;
      }
  return TRUE;
}

static NwdNetwork *
find_by_bridge (const NwdState *state, const char *bridge)
{
  GHashTableIter iter;
  gpointer network;

  g_hash_table_iter_init (&iter, state->own_networks);
  while (g_hash_table_iter_next (&iter, NULL, &network))
    if (g_str_equal (((NwdNetwork *)network)->bridge, bridge))
      return network;
  return NULL;
}

/* Legal, but not free: an interface, a network of ours, or the unwired bridge has the name. */
static gboolean
is_bridge_free (const NwdState *state, const NwdNetwork *network, const char *bridge)
{
  const NwdNetwork *other = find_by_bridge (state, bridge);
  const NwdAttachment *attachment = nwd_resolve_attachment (state, bridge);

  if (g_str_equal (bridge, NWD_UNWIRED_BRIDGE))
    return FALSE;
  if (other && !g_str_equal (other->id, network->id))
    return FALSE;
  if (attachment)
    return g_str_equal (attachment->network_id, network->id);
  return !g_hash_table_contains (state->links, bridge);
}

static char *
default_bridge (const NwdState *state, const NwdNetwork *network)
{
  g_autofree char *plain = nwd_name_default_bridge (network->name);

  return is_bridge_free (state, network, plain) ? g_steal_pointer (&plain)
                                                : nwd_name_hashed_bridge (network->name);
}

static gboolean
take_bridge_name (const NwdState *state, NwdNetwork *network, const char *wanted, GError **error)
{
  g_autofree char *bridge = *wanted ? g_strdup (wanted) : default_bridge (state, network);

  if (!nwd_name_check_interface ("bridge-name", bridge, error))
    return FALSE;
  if (!is_bridge_free (state, network, bridge))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                   "bridge-name: cannot use %s for network %s: an interface or network has that "
                   "name",
                   bridge, network->name);
      return FALSE;
    }
  g_free (network->bridge);
  network->bridge = g_steal_pointer (&bridge);
  g_free (network->source_name);
  network->source_name = g_strdup (network->bridge);
  return TRUE;
}

static gboolean
check_number (const char *key, guint value, guint min, guint max, GError **error)
{
  if (value >= min && value <= max)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: %u is not between %u and %u", key,
               value, min, max);
  return FALSE;
}

static gboolean
take_numbers (NwdNetwork *network, const NwdHostChange *change, GError **error)
{
  if (change->settings & NWD_SETTING_MTU)
    {
      if (!check_number ("mtu", change->mtu, NWD_MTU_MIN, NWD_MTU_MAX, error))
        return FALSE;
      network->mtu = change->mtu;
    }
  if (change->settings & NWD_SETTING_VLAN)
    {
      if (!check_number ("vlan", change->vlan, 0, NWD_VLAN_MAX, error))
        return FALSE;
      network->vlan = change->vlan;
    }
  return TRUE;
}

static gboolean
take_label (NwdNetwork *network, const NwdHostChange *change, GError **error)
{
  if (!(change->settings & NWD_SETTING_LABEL))
    return TRUE;
  if (*change->label && !nwd_name_check_word ("label", change->label, error))
    return FALSE;
  g_free (network->label);
  network->label = g_strdup (change->label);
  return TRUE;
}

static gboolean
take_settings (const NwdState *state,
               NwdNetwork *network,
               const NwdHostChange *change,
               GError **error)
{
  if (change->settings & NWD_SETTING_DESCRIPTION)
    {
      if (!nwd_name_check_text ("description", change->description, error))
        return FALSE;
      g_free (network->description);
      network->description = g_strdup (change->description);
    }
  if (change->settings & NWD_SETTING_VM_NETWORK)
    network->vm_network = change->vm_network;
  if (change->settings & NWD_SETTING_PORT_ISOLATION)
    network->port_isolation = change->port_isolation;
  if (!take_label (network, change, error) || !take_numbers (network, change, error))
    return FALSE;
  return !(change->settings & NWD_SETTING_BRIDGE_NAME)
         || take_bridge_name (state, network, change->bridge_name, error);
}

static NwdNetwork *
own_network_new (const char *name)
{
  NwdNetwork *network = nwd_network_new ();

  network->id = g_uuid_string_random ();
  network->name = g_strdup (name);
  network->description = g_strdup ("");
  network->origin = NWD_ORIGIN_NETWIRING;
  network->bridge = g_strdup ("");
  network->attachment_id = g_strdup ("");
  network->source_type = g_strdup ("bridge");
  network->source_name = g_strdup ("");
  return network;
}

NwdPlan *
nwd_plan_network_create (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdNetwork) network = NULL;

  if (!nwd_name_check_network ("name", change->name, error)
      || !check_name_free (state, change->name, error))
    return NULL;
  if (g_hash_table_size (state->own_networks) >= MAX_NETWORKS)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED,
                   "cannot create network %s: there are %u, which is the most", change->name,
                   MAX_NETWORKS);
      return NULL;
    }

  network = own_network_new (change->name);
  if (!take_bridge_name (state, network, "", error)
      || !take_settings (state, network, change, error))
    return NULL;

  nwd_plan_set_object (plan, network->id);
  nwd_plan_add (plan, nwd_step_new_network (network),
                nwd_step_new_named (NWD_STEP_NETWORK_REMOVE, network->id, NULL, 0));
  return nwd_plan_label_follow (state, g_steal_pointer (&plan), network, NULL, error);
}

static NwdNetwork *
find_own (const NwdState *state, const char *id, const char *what, GError **error)
{
  NwdNetwork *own = g_hash_table_lookup (state->own_networks, id);
  const NwdNetwork *found = nwd_state_get_network (state, id);

  if (!own && found)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot %s network %s: it was found on the host, not made here (origin %s)", what,
                 found->name, nwd_origin_name (found->origin));
  else if (!own)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no network %s", id);
  return own;
}

static gboolean
networks_equal (const NwdNetwork *a, const NwdNetwork *b)
{
  return a->mtu == b->mtu && a->vlan == b->vlan && a->vm_network == b->vm_network
         && a->port_isolation == b->port_isolation && g_str_equal (a->label, b->label)
         && g_str_equal (a->description, b->description) && g_str_equal (a->bridge, b->bridge);
}

static gboolean
is_used (const NwdState *state, const NwdNetwork *network)
{
  return g_hash_table_contains (state->network_vnics, network->id);
}

/* What must not change under an attachment or under the cards that refer to it. */
static gboolean
check_update (const NwdState *state, const NwdNetwork *old, const NwdNetwork *new, GError **error)
{
  const NwdNetwork *shown = nwd_state_get_network (state, old->id);
  const char *what = NULL;

  if (!g_str_equal (old->bridge, new->bridge) && (*shown->attachment_id || is_used (state, old)))
    what = "bridge-name";
  else if (old->vm_network != new->vm_network && (*shown->attachment_id || is_used (state, old)))
    what = "vm-network";
  else if (old->port_isolation != new->port_isolation && is_used (state, old))
    what = "port-isolation";
  if (!what)
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot change %s of network %s: the network is attached or cards are on it", what,
               old->name);
  return FALSE;
}

static gboolean
follow_attachment (const NwdState *state,
                   NwdPlan *plan,
                   const NwdNetwork *old,
                   const NwdNetwork *new,
                   GError **error)
{
  const char *id = nwd_state_get_network (state, old->id)->attachment_id;
  NwdAttachment *own = g_hash_table_lookup (state->own_attachments, id);

  return !own || nwd_plan_follow (state, own, old, new, plan, error);
}

NwdPlan *
nwd_plan_network_update (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdNetwork) network = NULL;
  NwdNetwork *old = find_own (state, change->id, "update", error);

  if (!old)
    return NULL;
  network = nwd_network_copy (old);
  if (!take_settings (state, network, change, error) || !check_update (state, old, network, error))
    return NULL;

  nwd_plan_set_object (plan, old->id);
  if (networks_equal (old, network))
    return g_steal_pointer (&plan);
  if (!follow_attachment (state, plan, old, network, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_network (network), nwd_step_new_network (old));
  return nwd_plan_label_follow (state, g_steal_pointer (&plan), network, old, error);
}

NwdPlan *
nwd_plan_network_delete (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  NwdNetwork *own = find_own (state, change->id, "delete", error);
  const char *why = NULL;

  if (!own)
    return NULL;
  if (*nwd_state_get_network (state, own->id)->attachment_id)
    why = "it is attached to this host";
  else if (is_used (state, own))
    why = "cards of VMs refer to it";
  if (why)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE, "cannot delete network %s: %s",
                   own->name, why);
      return NULL;
    }
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_NETWORK_REMOVE, own->id, NULL, 0),
                nwd_step_new_network (own));
  return g_steal_pointer (&plan);
}
