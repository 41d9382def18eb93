/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nic-rules.h"

#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-name.h"
#include "nwd-resolve.h"

typedef struct
{
  const NwdState *state;
  const NwdNetwork *network;
  const NwdAttachment *attachment;
  const NwdNic *nic;
  gboolean takes;
} Case;

static gboolean refuse (const Case *c, GError **error, int code, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

static gboolean
refuse (const Case *c, GError **error, int code, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NWD_ERROR, code, "cannot attach network %s to NIC %s: %s", c->network->name,
               c->attachment->nic, why);
  return FALSE;
}

/* --- other networks on it --- */

static gboolean
check_place (const Case *c, const NwdAttachment *other, const NwdNetwork *network, GError **error)
{
  if (other->vlan != c->attachment->vlan)
    return TRUE;
  if (other->vlan)
    return refuse (c, error, NWD_ERROR_ALREADY_EXISTS,
                   "network %s has VLAN %u on it (NETWORKS_ALREADY_ATTACHED_TO_IFACES)",
                   network->name, other->vlan);
  return refuse (c, error, NWD_ERROR_ALREADY_EXISTS,
                 "network %s is on it "
                 "(NETWORK_INTERFACES_NOT_EXCLUSIVELY_USED_BY_UNTAGGED_NETWORK)",
                 network->name);
}

/* Beside an untagged network the NIC has that one's MTU. */
static gboolean
check_same_mtu (const Case *c,
                const NwdAttachment *other,
                const NwdNetwork *network,
                GError **error)
{
  if ((other->vlan && c->attachment->vlan) || network->mtu == c->network->mtu)
    return TRUE;
  return refuse (c, error, NWD_ERROR_INVALID_ARGUMENT,
                 "network %s on it has an MTU of %u, and not %u (NETWORK_MTU_DIFFERENCES)",
                 network->name, network->mtu, c->network->mtu);
}

static gboolean
check_others (const Case *c, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, c->state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdAttachment *other = value;
      const NwdNetwork *network = nwd_state_get_network (c->state, other->network_id);

      if (!network || g_str_equal (other->network_id, c->network->id)
          || !g_str_equal (other->nic, c->attachment->nic))
        continue;
      if (!check_place (c, other, network, error) || !check_same_mtu (c, other, network, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what is on it --- */

/* The profile of a bond is what makes it one: where that has no addresses, nothing is lost. */
static gboolean
is_bare_bond (const NwdNic *nic)
{
  return g_str_equal (nic->kind, "bond") && nwd_ip_config_is_none (nic->profile->ip);
}

/* The addresses that the host has there would go. */
static gboolean
check_configured (const Case *c, GError **error)
{
  g_autofree char *quoted = NULL;

  if (!nwd_nic_is_configured (c->nic))
    return TRUE;
  quoted = nwd_name_quote (c->nic->profile->name);
  if (!c->takes && !is_bare_bond (c->nic))
    return refuse (c, error, NWD_ERROR_NETWORK_IN_USE,
                   "NetworkManager has configured it by profile %s; take-addresses moves its "
                   "addresses to the network",
                   quoted);
  if (c->nic->profile->made_up)
    return refuse (
      c, error, NWD_ERROR_NOT_SUPPORTED,
      "what it has was put there by hand, or is there only when this change is done, and "
      "no profile of NetworkManager's says it now");
  if (*c->nic->profile->keeps)
    return refuse (
      c, error, NWD_ERROR_NOT_SUPPORTED,
      "NetworkManager has configured it by profile %s, whose %s settings it would lose", quoted,
      c->nic->profile->keeps);
  return TRUE;
}

/* Those send a guest's frames out of all ports by turns, or as the host's own: a switch learns its
 * MAC at the wrong one. oVirt's rule. */
static gboolean
check_bond_mode (const Case *c, GError **error)
{
  static const char *const unfit[] = { "balance-rr", "balance-tlb", "balance-alb", NULL };

  return !c->network->vm_network || !g_strv_contains (unfit, c->nic->bond_mode)
         || refuse (c, error, NWD_ERROR_NOT_SUPPORTED,
                    "a bond of mode %s is nothing for VMs "
                    "(INVALID_BOND_MODE_FOR_BOND_WITH_VM_NETWORK)",
                    c->nic->bond_mode);
}

/* The kernel lets no NIC be a port beneath them. */
static gboolean
check_no_macvtaps (const Case *c, GError **error)
{
  g_autofree char *id = nwd_resolve_found_id ("direct", c->nic->name);
  g_autofree char *users = nwd_host_rules_list_users (c->state, id);

  return !*users
         || refuse (c, error, NWD_ERROR_NETWORK_IN_USE, "running VMs have cards on it: %s", users);
}

/* The interface above, untagged: the network's own bridge, or the bond or bridge of others. */
static gboolean
check_untagged (const Case *c, GError **error)
{
  const char *above = c->nic->port_of;

  if (*above && g_str_equal (above, c->attachment->bridge))
    return TRUE;
  if (*above)
    return refuse (c, error, NWD_ERROR_ALREADY_EXISTS, "it is a port of %s", above);
  if (!check_no_macvtaps (c, error) || !check_bond_mode (c, error))
    return FALSE;
  if (g_str_equal (c->nic->kind, "team"))
    return refuse (c, error, NWD_ERROR_NOT_SUPPORTED, "it is a team; its VLANs can be used");
  return check_configured (c, error);
}

/* The MTU of the NIC, without the network itself where that is on it untagged. */
static guint
get_mtu_beneath (const Case *c)
{
  const NwdAttachment *own = g_hash_table_lookup (c->state->own_attachments, c->attachment->id);

  if (own && !own->vlan && own->nic_mtu && g_str_equal (own->nic, c->attachment->nic))
    return own->nic_mtu;
  return c->nic->mtu;
}

/* A VLAN leaves what is untagged to whoever has that; but what a bond does with its ports' frames
 * is its own. */
static gboolean
check_tagged (const Case *c, GError **error)
{
  g_autofree char *device = nwd_uplink_device (c->attachment->nic, c->attachment->vlan);
  const NwdUplink *ours = g_hash_table_lookup (c->state->uplinks, device);
  guint mtu = get_mtu_beneath (c);

  if (!c->state->vlans)
    return refuse (c, error, NWD_ERROR_NOT_SUPPORTED,
                   "the network has VLAN %u, and this kernel has no VLANs (8021q)",
                   c->attachment->vlan);
  if (nwd_state_get_nic (c->state, c->nic->port_of))
    return refuse (c, error, NWD_ERROR_ALREADY_EXISTS, "it is a port of %s", c->nic->port_of);
  if (g_hash_table_contains (c->state->links, device) && !ours)
    return refuse (c, error, NWD_ERROR_ALREADY_EXISTS, "there is an interface %s already", device);
  if (c->network->mtu > mtu)
    return refuse (c, error, NWD_ERROR_INVALID_ARGUMENT,
                   "its MTU is %u, and a VLAN of it cannot have %u (NETWORK_MTU_DIFFERENCES)", mtu,
                   c->network->mtu);
  return ours || check_bond_mode (c, error);
}

gboolean
nwd_nic_rules_check (const NwdState *state,
                     const NwdNetwork *network,
                     const NwdAttachment *attachment,
                     gboolean takes,
                     GError **error)
{
  const Case c = { state, network, attachment, nwd_state_get_nic (state, attachment->nic), takes };

  if (!c.nic)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                   "cannot attach network %s: there is no NIC %s", network->name, attachment->nic);
      return FALSE;
    }
  if (!check_others (&c, error) || !(attachment->vlan ? check_tagged : check_untagged) (&c, error))
    return FALSE;
  return nwd_nic_is_managed (c.nic)
         || refuse (&c, error, NWD_ERROR_NOT_SUPPORTED, "NetworkManager does not manage it");
}

gboolean
nwd_nic_rules_check_release (const NwdState *state,
                             const NwdNetwork *network,
                             const NwdAttachment *attachment,
                             const char *label,
                             GError **error)
{
  GHashTableIter iter;
  gpointer value;

  if (attachment->vlan || !attachment->nic_mtu)
    return TRUE;
  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdAttachment *other = value;
      const NwdNetwork *above = nwd_state_get_network (state, other->network_id);

      if (!other->vlan || !above || !g_str_equal (other->nic, attachment->nic)
          || above->mtu <= attachment->nic_mtu || (label && g_str_equal (other->label, label)))
        continue;
      g_set_error (
        error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
        "cannot take network %s off NIC %s: that has an MTU of %u without it, and network %s on "
        "it needs %u (NETWORK_MTU_DIFFERENCES)",
        network->name, attachment->nic, attachment->nic_mtu, above->name, above->mtu);
      return FALSE;
    }
  return TRUE;
}
