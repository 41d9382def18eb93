/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-attachment-wanted.h"

#include "nwd-error.h"
#include "nwd-ip-rules.h"
#include "nwd-nic-rules.h"
#include "nwd-resolve.h"

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* --- where it is --- */

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

static gboolean
check_place (const NwdState *state,
             const NwdNetwork *network,
             const NwdHostChange *change,
             GError **error)
{
  const char *bridge = change->existing_bridge;

  if (!network->vm_network && bridge)
    return fail (error, "existing-bridge: network %s is not a VM network, and needs no bridge",
                 network->name);
  if (!network->vm_network && !has_nic (change))
    return fail (error,
                 "cannot attach network %s: it is not a VM network, and needs a NIC "
                 "(ERR_BAD_PARAMS, 21)",
                 network->name);
  if (has_nic (change) && bridge)
    return fail (error, "existing-bridge: a bridge that is not ours has the NICs that it has");
  return !bridge || check_adoptable (state, network, bridge, error);
}

/* --- addresses --- */

static gboolean
has_ip (const NwdHostChange *change)
{
  return change->ipv4.method || change->ipv6.method;
}

/* What its profile does not say would be lost. */
static gboolean
check_none_by_hand (const NwdNic *nic, GError **error)
{
  const NwdIpConfig *ip = nic->profile->ip;

  for (char **address = nic->profile->addresses; *address; address++)
    {
      const NwdIpFamily *family = nwd_ip_is_ipv6 (*address) ? &ip->ipv6 : &ip->ipv4;
      gboolean given = !nwd_ip_family_is_static (family) && !g_str_equal (family->method, "none");

      if (given || g_strv_contains ((const char *const *)family->addresses, *address))
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                   "take-addresses: NIC %s has address %s, which its profile does not say",
                   nic->name, *address);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_addresses (const NwdState *state, NwdAttachment *wanted, GError **error)
{
  const NwdNic *nic = nwd_state_get_nic (state, wanted->nic);

  if (!nic)
    return fail (error, "take-addresses: there is no NIC that they could be taken from");
  if (wanted->vlan)
    return fail (error, "take-addresses: a VLAN leaves NIC %s its addresses", wanted->nic);
  if (!nwd_nic_is_configured (nic))
    return fail (error, "take-addresses: NetworkManager has not configured NIC %s", wanted->nic);
  if (!nwd_ip_rules_check ("ipv4", &nic->profile->ip->ipv4, error)
      || !nwd_ip_rules_check ("ipv6", &nic->profile->ip->ipv6, error))
    {
      g_prefix_error (error, "take-addresses: ");
      return FALSE;
    }
  if (!check_none_by_hand (nic, error))
    return FALSE;
  nwd_attachment_set_ip (wanted, nic->profile->ip);
  return TRUE;
}

/* @network, the bridge and the NIC of @wanted stand already. */
static gboolean
set_ip (const NwdState *state,
        const NwdNetwork *network,
        NwdAttachment *wanted,
        const NwdHostChange *change,
        GError **error)
{
  const NwdIpFamily *ipv4 = change->ipv4.method ? &change->ipv4 : NULL;
  const NwdIpFamily *ipv6 = change->ipv6.method ? &change->ipv6 : NULL;
  g_autoptr (NwdIpConfig) ip = nwd_ip_config_with (wanted->ip, ipv4, ipv6);

  if (change->take_addresses && has_ip (change))
    return fail (error, "take-addresses: ipv4 and ipv6 say which addresses there are to be");
  if (wanted->adopted && (has_ip (change) || change->take_addresses))
    return fail (error, "cannot give this host addresses in network %s: bridge %s is not ours",
                 network->name, wanted->bridge);
  if (change->take_addresses)
    return take_addresses (state, wanted, error);
  if (has_ip (change))
    nwd_attachment_set_ip (wanted, ip);
  if (*wanted->nic || nwd_ip_config_is_none (wanted->ip))
    return TRUE;
  return fail (error, "cannot give this host addresses in network %s: without a NIC it is isolated",
               network->name);
}

/* --- the whole of it --- */

/* By which its NIC is configured now, and is again when it goes. */
static const char *
find_before (const NwdNic *nic, guint vlan)
{
  return nic && !vlan && nwd_nic_is_configured (nic) ? nic->profile->id : "";
}

static void
set_nic (const NwdState *state, NwdAttachment *wanted, const char *name, guint vlan)
{
  const NwdNic *nic = nwd_state_get_nic (state, name);

  nwd_attachment_set_nic (wanted, name, vlan, nic ? nic->mtu : 0, find_before (nic, vlan));
}

NwdAttachment *
nwd_attachment_wanted_new (const NwdState *state,
                           const NwdNetwork *network,
                           const NwdHostChange *change,
                           GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  const char *bridge = change->existing_bridge;
  g_autoptr (NwdAttachment) wanted = NULL;

  if (!check_place (state, network, change, error))
    return NULL;
  if (!bridge)
    bridge = network->vm_network ? network->bridge : "";
  wanted = nwd_attachment_new (id, network->id, bridge, change->existing_bridge != NULL);
  nwd_attachment_set_label (wanted, change->label ? change->label : "");
  nwd_attachment_set_boot (wanted, change->transient ? state->boot_id : "");
  if (has_nic (change))
    set_nic (state, wanted, change->nic, network->vlan);
  if (has_nic (change)
      && !nwd_nic_rules_check (state, network, wanted, change->take_addresses, error))
    return NULL;
  return set_ip (state, network, wanted, change, error) ? g_steal_pointer (&wanted) : NULL;
}

/* From one NIC to another, or to none. */
static gboolean
check_move (const NwdState *state,
            const NwdNetwork *network,
            const NwdAttachment *own,
            const NwdAttachment *wanted,
            const NwdHostChange *change,
            GError **error)
{
  if (nwd_attachment_is_carried_alike (own, wanted))
    return TRUE;
  if (*own->label && g_strcmp0 (own->label, change->label) != 0)
    g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
                 "cannot move network %s to another NIC: it is attached by label %s "
                 "(ACTION_TYPE_FAILED_CANNOT_MOVE_LABELED_NETWORK_TO_ANOTHER_NIC)",
                 network->name, own->label);
  else if (!*wanted->nic && !*own->bridge)
    fail (error, "nic: network %s is not a VM network, and needs a NIC (ERR_BAD_PARAMS, 21)",
          network->name);
  else
    return !*own->nic || nwd_nic_rules_check_release (state, network, own, change->label, error);
  return FALSE;
}

static gboolean
is_taken (const NwdIpFamily *family, const char *profile_id)
{
  return *profile_id && g_str_equal (family->like, profile_id);
}

gboolean
nwd_attachment_wanted_check_leave (const NwdNetwork *network,
                                   const NwdAttachment *own,
                                   const NwdAttachment *wanted,
                                   GError **error)
{
  if (nwd_attachment_is_carried_alike (own, wanted)
      || !(is_taken (&wanted->ip->ipv4, own->nic_before)
           || is_taken (&wanted->ip->ipv6, own->nic_before)))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot take network %s off NIC %s: its addresses are those of a profile that would "
               "give them to that NIC again; give it others, by ipv4 and ipv6, or remove its "
               "attachment",
               network->name, own->nic);
  return FALSE;
}

NwdAttachment *
nwd_attachment_wanted_of (const NwdState *state,
                          const NwdAttachment *own,
                          const NwdHostChange *change,
                          GError **error)
{
  const NwdNetwork *network = nwd_state_get_network (state, own->network_id);
  g_autoptr (NwdAttachment) wanted = nwd_attachment_copy (own);

  if (change->nic && !g_str_equal (change->nic, own->nic))
    set_nic (state, wanted, change->nic, *change->nic ? network->vlan : 0);
  if (change->label)
    nwd_attachment_set_label (wanted, change->label);
  if (!check_move (state, network, own, wanted, change, error))
    return NULL;
  if (!nwd_attachment_is_carried_alike (own, wanted) && *wanted->nic
      && !nwd_nic_rules_check (state, network, wanted, change->take_addresses, error))
    return NULL;
  if (!set_ip (state, network, wanted, change, error)
      || !nwd_attachment_wanted_check_leave (network, own, wanted, error))
    return NULL;
  return g_steal_pointer (&wanted);
}

NwdAttachment *
nwd_attachment_wanted_tagged (const NwdState *state, const NwdAttachment *own, guint vlan)
{
  NwdAttachment *wanted = nwd_attachment_copy (own);

  set_nic (state, wanted, own->nic, vlan);
  return wanted;
}
