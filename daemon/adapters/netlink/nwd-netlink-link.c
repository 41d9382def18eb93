/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-link.h"

#include "nwd-netlink-attribute.h"

#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/if.h>

static const struct ifinfomsg *
get_header (const struct nlmsghdr *message, guint16 type)
{
  const struct ifinfomsg *header = mnl_nlmsg_get_payload (message);

  if (message->nlmsg_type != type || mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return NULL;
  if (header->ifi_family != AF_UNSPEC || header->ifi_index <= 0)
    return NULL;
  return header;
}

static char *
mac_to_text (const struct nlattr *address)
{
  const guint8 *mac;

  if (!address || mnl_attr_get_payload_len (address) != ETH_ALEN)
    return g_strdup (""); /* tunnels and the like have addresses of other sizes */
  mac = mnl_attr_get_payload (address);
  return g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
                          mac[5]);
}

/* A kernel without br_netfilter says nothing of it. */
static gboolean
is_filtered (const struct nlattr *bridge)
{
  const struct nlattr *settings[IFLA_BR_MAX + 1] = { NULL };

  nwd_netlink_read_nested (bridge, settings, IFLA_BR_MAX);
  return nwd_netlink_get_u8 (settings[IFLA_BR_NF_CALL_IPTABLES])
         || nwd_netlink_get_u8 (settings[IFLA_BR_NF_CALL_IP6TABLES])
         || nwd_netlink_get_u8 (settings[IFLA_BR_NF_CALL_ARPTABLES]);
}

static const char *
read_bond_mode (const struct nlattr *bond)
{
  static const char *const names[] = { "balance-rr", "active-backup", "balance-xor", "broadcast",
                                       "802.3ad",    "balance-tlb",   "balance-alb" };
  const struct nlattr *settings[IFLA_BOND_MAX + 1] = { NULL };
  guint8 mode = 0;

  nwd_netlink_read_nested (bond, settings, IFLA_BOND_MAX);
  mode = nwd_netlink_get_u8 (settings[IFLA_BOND_MODE]);
  return settings[IFLA_BOND_MODE] && mode < G_N_ELEMENTS (names) ? names[mode] : "";
}

NwdLink *
nwd_netlink_link_parse (const struct nlmsghdr *message)
{
  const struct ifinfomsg *header = get_header (message, RTM_NEWLINK);
  const struct nlattr *attributes[IFLA_MAX + 1] = { NULL };
  const struct nlattr *info[IFLA_INFO_MAX + 1] = { NULL };
  g_autofree char *name = NULL;
  NwdLink *link;

  if (!header)
    return NULL;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, IFLA_MAX);
  if (!nwd_netlink_get_string (attributes[IFLA_IFNAME]))
    return NULL;
  nwd_netlink_read_nested (attributes[IFLA_LINKINFO], info, IFLA_INFO_MAX);

  /* The kernel takes any bytes for a name, D-Bus does not. */
  name = g_utf8_make_valid (nwd_netlink_get_string (attributes[IFLA_IFNAME]), -1);
  link = nwd_link_new (
    header->ifi_index, name,
    header->ifi_flags & IFF_LOOPBACK ? "loopback" : nwd_netlink_get_string (info[IFLA_INFO_KIND]));
  link->master = nwd_netlink_get_u32 (attributes[IFLA_MASTER]);
  link->mtu = nwd_netlink_get_u32 (attributes[IFLA_MTU]);
  link->up = (header->ifi_flags & IFF_UP) != 0;
  link->carrier = (header->ifi_flags & IFF_LOWER_UP) != 0;
  link->promiscuous = (header->ifi_flags & IFF_PROMISC) != 0;
  link->filtered = g_str_equal (link->kind, "bridge") && is_filtered (info[IFLA_INFO_DATA]);
  if (g_str_equal (link->kind, "bond"))
    link->bond_mode = read_bond_mode (info[IFLA_INFO_DATA]);
  g_free (link->mac);
  link->mac = mac_to_text (attributes[IFLA_ADDRESS]);
  return link;
}

guint
nwd_netlink_link_parse_gone (const struct nlmsghdr *message)
{
  const struct ifinfomsg *header = get_header (message, RTM_DELLINK);

  return header ? (guint)header->ifi_index : 0;
}
