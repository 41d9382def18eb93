/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages as the kernel sends them, and as it never should. */

#include "nwd-bridge-port.h"
#include "nwd-netlink-counters.h"
#include "nwd-netlink-link.h"
#include "nwd-netlink-neighbour.h"
#include "nwd-rarp.h"

#include <linux/if.h>
#include <linux/if_bonding.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>

typedef union
{
  struct nlmsghdr header;
  guint8 bytes[1024];
} Message;

static const guint8 mac[] = { 0x52, 0x54, 0x00, 0xAB, 0xCD, 0xEF };

static struct nlmsghdr *
begin (Message *message, guint16 type, guint8 family, int index, guint flags)
{
  struct nlmsghdr *header = mnl_nlmsg_put_header (message);
  struct ifinfomsg *info;

  header->nlmsg_type = type;
  info = mnl_nlmsg_put_extra_header (header, sizeof *info);
  info->ifi_family = family;
  info->ifi_index = index;
  info->ifi_flags = flags;
  return header;
}

/* A tap that is a port of bridge 3. */
static struct nlmsghdr *
build_tap (Message *message, guint8 state, guint8 isolated)
{
  struct nlmsghdr *header = begin (message, RTM_NEWLINK, AF_UNSPEC, 7, IFF_UP | IFF_BROADCAST);
  struct nlattr *info;
  struct nlattr *settings;

  mnl_attr_put_strz (header, IFLA_IFNAME, "vnet0");
  mnl_attr_put_u32 (header, IFLA_MTU, 1400);
  mnl_attr_put (header, IFLA_ADDRESS, sizeof mac, mac);
  mnl_attr_put_u32 (header, IFLA_MASTER, 3);
  info = mnl_attr_nest_start (header, IFLA_LINKINFO);
  mnl_attr_put_strz (header, IFLA_INFO_KIND, "tun");
  mnl_attr_put_strz (header, IFLA_INFO_SLAVE_KIND, "bridge");
  settings = mnl_attr_nest_start (header, IFLA_INFO_SLAVE_DATA);
  mnl_attr_put_u8 (header, IFLA_BRPORT_STATE, state);
  mnl_attr_put_u8 (header, IFLA_BRPORT_ISOLATED, isolated);
  mnl_attr_nest_end (header, settings);
  mnl_attr_nest_end (header, info);
  return header;
}

static NwdLink *
parse_bond (Message *message, gboolean says, guint8 mode)
{
  struct nlmsghdr *header = begin (message, RTM_NEWLINK, AF_UNSPEC, 7, IFF_UP);
  struct nlattr *info, *settings;

  mnl_attr_put_strz (header, IFLA_IFNAME, "bond0");
  info = mnl_attr_nest_start (header, IFLA_LINKINFO);
  mnl_attr_put_strz (header, IFLA_INFO_KIND, "bond");
  settings = mnl_attr_nest_start (header, IFLA_INFO_DATA);
  if (says)
    mnl_attr_put_u8 (header, IFLA_BOND_MODE, mode);
  mnl_attr_nest_end (header, settings);
  mnl_attr_nest_end (header, info);
  return nwd_netlink_link_parse (header);
}

/* The numbers are those of linux/if_bonding.h; what a later kernel adds is not known. */
static void
test_bond (void)
{
  Message message;
  g_autoptr (NwdLink) silent = parse_bond (&message, FALSE, 0);
  g_autoptr (NwdLink) first = parse_bond (&message, TRUE, BOND_MODE_ROUNDROBIN);
  g_autoptr (NwdLink) lacp = parse_bond (&message, TRUE, BOND_MODE_8023AD);
  g_autoptr (NwdLink) last = parse_bond (&message, TRUE, BOND_MODE_ALB);
  g_autoptr (NwdLink) unknown = parse_bond (&message, TRUE, BOND_MODE_ALB + 1);

  g_assert_cmpstr (silent->bond_mode, ==, "");
  g_assert_cmpstr (first->bond_mode, ==, "balance-rr");
  g_assert_cmpstr (lacp->bond_mode, ==, "802.3ad");
  g_assert_cmpstr (last->bond_mode, ==, "balance-alb");
  g_assert_cmpstr (unknown->bond_mode, ==, "");
}

static void
test_link (void)
{
  Message message;
  g_autoptr (NwdLink) link = nwd_netlink_link_parse (build_tap (&message, 3, 0));

  g_assert_nonnull (link);
  g_assert_cmpuint (link->index, ==, 7);
  g_assert_cmpuint (link->master, ==, 3);
  g_assert_cmpuint (link->mtu, ==, 1400);
  g_assert_cmpstr (link->name, ==, "vnet0");
  g_assert_cmpstr (link->kind, ==, "tun");
  g_assert_cmpstr (link->mac, ==, "52:54:00:ab:cd:ef");
  g_assert_true (link->up);
  g_assert_false (link->carrier);
}

/* What tells a NIC from the loopback, and one that hears somebody from one that does not. */
static void
test_flags (void)
{
  Message message;
  struct nlmsghdr *lo
    = begin (&message, RTM_NEWLINK, AF_UNSPEC, 1, IFF_LOOPBACK | IFF_UP | IFF_LOWER_UP);
  g_autoptr (NwdLink) link = NULL;

  mnl_attr_put_strz (lo, IFLA_IFNAME, "lo");
  link = nwd_netlink_link_parse (lo);
  g_assert_cmpstr (link->kind, ==, "loopback");
  g_assert_true (link->carrier);
}

static void
test_bare_link (void)
{
  Message message;
  struct nlmsghdr *header = begin (&message, RTM_NEWLINK, AF_UNSPEC, 2, 0);
  g_autoptr (NwdLink) link = NULL;

  mnl_attr_put_strz (header, IFLA_IFNAME, "gre0");
  mnl_attr_put (header, IFLA_ADDRESS, 4, mac);
  link = nwd_netlink_link_parse (header);
  g_assert_nonnull (link);
  g_assert_cmpuint (link->master, ==, 0);
  g_assert_cmpstr (link->kind, ==, "");
  g_assert_cmpstr (link->mac, ==, "");
  g_assert_false (link->up);
}

static void
test_name_of_any_bytes (void)
{
  Message message;
  struct nlmsghdr *header = begin (&message, RTM_NEWLINK, AF_UNSPEC, 2, 0);
  g_autoptr (NwdLink) link = NULL;

  mnl_attr_put_strz (header, IFLA_IFNAME, "e\xff");
  link = nwd_netlink_link_parse (header);
  g_assert_nonnull (link);
  g_assert_true (g_utf8_validate (link->name, -1, NULL));
}

/* What a bridge says of its ports must neither change a link nor make it go. */
static void
test_other_families (void)
{
  Message message;
  struct nlmsghdr *header = begin (&message, RTM_NEWLINK, AF_BRIDGE, 7, IFF_UP);

  mnl_attr_put_strz (header, IFLA_IFNAME, "vnet0");
  g_assert_null (nwd_netlink_link_parse (header));
  g_assert_cmpuint (nwd_netlink_link_parse_gone (begin (&message, RTM_DELLINK, AF_BRIDGE, 7, 0)),
                    ==, 0);
  g_assert_cmpuint (nwd_netlink_link_parse_gone (begin (&message, RTM_NEWLINK, AF_UNSPEC, 7, 0)),
                    ==, 0);
  g_assert_cmpuint (nwd_netlink_link_parse_gone (begin (&message, RTM_DELLINK, AF_UNSPEC, 7, 0)),
                    ==, 7);
}

static void
test_without_name (void)
{
  Message message;
  struct nlmsghdr *header = begin (&message, RTM_NEWLINK, AF_UNSPEC, 7, 0);

  g_assert_null (nwd_netlink_link_parse (header));
  mnl_attr_put (header, IFLA_IFNAME, 4, "vnet"); /* no zero at the end */
  g_assert_null (nwd_netlink_link_parse (header));
}

/* Every length a message can claim, from a copy that ends where the claim ends (rounded up to what
 * messages are aligned to), so that a sanitizer sees each byte that is read beyond it. */
static void
test_cut (void)
{
  Message message;
  guint32 whole = build_tap (&message, 3, 0)->nlmsg_len;

  for (guint32 size = sizeof (struct nlmsghdr); size < whole; size++)
    {
      g_autofree struct nlmsghdr *cut = g_memdup2 (&message, NLMSG_ALIGN (size));
      g_autoptr (NwdLink) link = NULL;
      g_autofree NwdBridgePort *port = NULL;

      cut->nlmsg_len = size;
      link = nwd_netlink_link_parse (cut);
      port = nwd_bridge_port_parse (cut);
      g_assert_true (size >= whole / 4 || !link);
      g_assert_true (!port || !port->isolated);
    }
}

/* Every attribute's length in turn replaced by each of a few that lie. */
static void
test_lying_lengths (void)
{
  static const guint16 lies[] = { 0, 1, 3, 4, 5, 0x7fff, 0xffff };
  Message message;
  guint32 whole = build_tap (&message, 3, 1)->nlmsg_len;

  for (guint32 at = NLMSG_HDRLEN + sizeof (struct ifinfomsg); at + 4 <= whole; at += 4)
    for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
      {
        g_autofree guint8 *copy = g_memdup2 (&message, whole);
        g_autoptr (NwdLink) link = NULL;
        g_autofree NwdBridgePort *port = NULL;

        memcpy (copy + at, &lies[i], sizeof lies[i]);
        link = nwd_netlink_link_parse ((struct nlmsghdr *)copy);
        port = nwd_bridge_port_parse ((struct nlmsghdr *)copy);
        g_assert_true (!link || link->index == 7);
        g_assert_true (!port || port->index == 7);
      }
}

static void
test_port (void)
{
  Message message;
  g_autofree NwdBridgePort *forwarding
    = nwd_bridge_port_parse (build_tap (&message, BR_STATE_FORWARDING, 1));
  g_autofree NwdBridgePort *blocking
    = nwd_bridge_port_parse (build_tap (&message, BR_STATE_BLOCKING, 0));

  g_assert_nonnull (forwarding);
  g_assert_cmpuint (forwarding->index, ==, 7);
  g_assert_cmpuint (forwarding->bridge, ==, 3);
  g_assert_true (forwarding->forwarding);
  g_assert_true (forwarding->isolated);
  g_assert_nonnull (blocking);
  g_assert_false (blocking->forwarding);
  g_assert_false (blocking->isolated);
  message.header.nlmsg_type = RTM_DELLINK;
  g_assert_null (nwd_bridge_port_parse (&message.header));
}

static void
test_rarp (void)
{
  static const guint8 expected[] = { 0xff,
                                     0xff,
                                     0xff,
                                     0xff,
                                     0xff,
                                     0xff,
                                     0x52,
                                     0x54,
                                     0x00,
                                     0xab,
                                     0xcd,
                                     0xef,
                                     0x80,
                                     0x35, /* Ethernet */
                                     0x00,
                                     0x01,
                                     0x08,
                                     0x00,
                                     0x06,
                                     0x04,
                                     0x00,
                                     0x03, /* Ethernet, IPv4, sizes, request reverse */
                                     0x52,
                                     0x54,
                                     0x00,
                                     0xab,
                                     0xcd,
                                     0xef,
                                     0x00,
                                     0x00,
                                     0x00,
                                     0x00, /* sender */
                                     0x52,
                                     0x54,
                                     0x00,
                                     0xab,
                                     0xcd,
                                     0xef,
                                     0x00,
                                     0x00,
                                     0x00,
                                     0x00, /* target */
                                     [NWD_RARP_SIZE - 1] = 0 };
  guint8 frame[NWD_RARP_SIZE];

  memset (frame, 0x55, sizeof frame);
  nwd_rarp_fill (frame, mac);
  g_assert_cmpmem (frame, sizeof frame, expected, sizeof expected);
}

static const struct rtnl_link_stats64 stats = {
  .rx_packets = 1,
  .tx_packets = 2,
  .rx_bytes = 3,
  .tx_bytes = 4,
  .rx_errors = 5,
  .tx_errors = 6,
  .rx_dropped = 7,
  .tx_dropped = G_MAXUINT64,
};

static void
assert_stats (const NwdCounters *counters)
{
  const NwdCounters expected = { .of = { 3, 1, 5, 7, 4, 2, 6, G_MAXUINT64 } };

  g_assert_cmpmem (counters, sizeof *counters, &expected, sizeof expected);
}

static void
test_counters_of_link (void)
{
  Message message;
  NwdCounters counters;
  struct nlmsghdr *header = begin (&message, RTM_DELLINK, AF_UNSPEC, 7, 0);

  g_assert_false (nwd_netlink_counters_parse_link (header, &counters));
  mnl_attr_put (header, IFLA_STATS64, sizeof stats, &stats);
  g_assert_true (nwd_netlink_counters_parse_link (header, &counters));
  assert_stats (&counters);
  header->nlmsg_type = RTM_NEWNEIGH;
  g_assert_false (nwd_netlink_counters_parse_link (header, &counters));

  header = begin (&message, RTM_NEWLINK, AF_UNSPEC, 7, 0);
  mnl_attr_put (header, IFLA_STATS64, 60, &stats); /* ends within what we need */
  g_assert_false (nwd_netlink_counters_parse_link (header, &counters));
}

static void
test_statistics (void)
{
  Message message;
  struct nlmsghdr *header = mnl_nlmsg_put_header (&message);
  struct if_stats_msg *info;
  NwdCounters counters;
  guint index = 0;

  header->nlmsg_type = RTM_NEWSTATS;
  g_assert_false (nwd_netlink_counters_parse_statistics (header, &index, &counters));
  info = mnl_nlmsg_put_extra_header (header, sizeof *info);
  info->ifindex = 7;
  g_assert_false (nwd_netlink_counters_parse_statistics (header, &index, &counters));
  mnl_attr_put (header, IFLA_STATS_LINK_64, sizeof stats, &stats);
  g_assert_true (nwd_netlink_counters_parse_statistics (header, &index, &counters));
  g_assert_cmpuint (index, ==, 7);
  assert_stats (&counters);
  for (guint32 size = sizeof *header; size < header->nlmsg_len; size++)
    {
      g_autofree struct nlmsghdr *cut = g_memdup2 (&message, NLMSG_ALIGN (size));

      cut->nlmsg_len = size;
      nwd_netlink_counters_parse_statistics (cut, &index, &counters);
    }
}

/* Neighbours that a guest's card may be, and what is none. */
static void
test_neighbour (void)
{
  static const guint8 ipv4[] = { 10, 0, 0, 2 };
  static const struct
  {
    guint8 family;
    guint16 state;
    guint address;
    guint lladdr;
    gboolean found;
  } cases[] = {
    { AF_INET, NUD_REACHABLE, 4, 6, TRUE },  { AF_INET, NUD_STALE, 4, 6, TRUE },
    { AF_INET, NUD_FAILED, 4, 6, FALSE },    { AF_INET, NUD_INCOMPLETE, 4, 6, FALSE },
    { AF_INET, NUD_NOARP, 4, 6, FALSE },     { AF_BRIDGE, NUD_REACHABLE, 4, 6, FALSE },
    { AF_INET, NUD_REACHABLE, 3, 6, FALSE }, { AF_INET, NUD_REACHABLE, 4, 5, FALSE },
    { AF_INET, NUD_REACHABLE, 0, 6, FALSE }, { AF_INET6, NUD_REACHABLE, 4, 6, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Message message = { 0 };
      struct nlmsghdr *header = mnl_nlmsg_put_header (&message);
      struct ndmsg *neighbour = mnl_nlmsg_put_extra_header (header, sizeof *neighbour);
      g_autofree char *address = NULL;
      g_autofree char *text = NULL;

      header->nlmsg_type = RTM_NEWNEIGH;
      neighbour->ndm_family = cases[i].family;
      neighbour->ndm_state = cases[i].state;
      mnl_attr_put (header, NDA_DST, cases[i].address, ipv4);
      mnl_attr_put (header, NDA_LLADDR, cases[i].lladdr, mac);
      g_assert_cmpint (nwd_netlink_neighbour_parse (header, &address, &text), ==, cases[i].found);
      if (!cases[i].found)
        continue;
      g_assert_cmpstr (address, ==, "10.0.0.2");
      g_assert_cmpstr (text, ==, "52:54:00:ab:cd:ef");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/netlink/link", test_link);
  g_test_add_func ("/netlink/bond", test_bond);
  g_test_add_func ("/netlink/flags", test_flags);
  g_test_add_func ("/netlink/bare-link", test_bare_link);
  g_test_add_func ("/netlink/name-of-any-bytes", test_name_of_any_bytes);
  g_test_add_func ("/netlink/other-families", test_other_families);
  g_test_add_func ("/netlink/without-name", test_without_name);
  g_test_add_func ("/netlink/cut", test_cut);
  g_test_add_func ("/netlink/lying-lengths", test_lying_lengths);
  g_test_add_func ("/netlink/port", test_port);
  g_test_add_func ("/netlink/rarp", test_rarp);
  g_test_add_func ("/netlink/counters-of-link", test_counters_of_link);
  g_test_add_func ("/netlink/statistics", test_statistics);
  g_test_add_func ("/netlink/neighbour", test_neighbour);
  return g_test_run ();
}
