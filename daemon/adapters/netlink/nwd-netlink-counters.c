/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-counters.h"

#include "nwd-netlink-attribute.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

/* Newer kernels count more at its end, and nothing says that the numbers are aligned. */
static gboolean
read_counters (const struct nlattr *attribute, NwdCounters *counters)
{
  struct rtnl_link_stats64 stats = { 0 };
  const gsize needed = G_STRUCT_OFFSET (struct rtnl_link_stats64, multicast);

  if (!attribute || mnl_attr_get_payload_len (attribute) < needed)
    return FALSE;
  memcpy (&stats, mnl_attr_get_payload (attribute), needed);
  counters->of[NWD_RX_BYTES] = stats.rx_bytes;
  counters->of[NWD_RX_PACKETS] = stats.rx_packets;
  counters->of[NWD_RX_ERRORS] = stats.rx_errors;
  counters->of[NWD_RX_DROPPED] = stats.rx_dropped;
  counters->of[NWD_TX_BYTES] = stats.tx_bytes;
  counters->of[NWD_TX_PACKETS] = stats.tx_packets;
  counters->of[NWD_TX_ERRORS] = stats.tx_errors;
  counters->of[NWD_TX_DROPPED] = stats.tx_dropped;
  return TRUE;
}

gboolean
nwd_netlink_counters_parse_link (const struct nlmsghdr *message, NwdCounters *counters)
{
  const struct nlattr *attributes[IFLA_MAX + 1] = { NULL };

  if ((message->nlmsg_type != RTM_NEWLINK && message->nlmsg_type != RTM_DELLINK)
      || mnl_nlmsg_get_payload_len (message) < sizeof (struct ifinfomsg))
    return FALSE;
  nwd_netlink_read_attributes (message, sizeof (struct ifinfomsg), attributes, IFLA_MAX);
  return read_counters (attributes[IFLA_STATS64], counters);
}

gboolean
nwd_netlink_counters_parse_statistics (const struct nlmsghdr *message,
                                       guint *index,
                                       NwdCounters *counters)
{
  const struct if_stats_msg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[IFLA_STATS_MAX + 1] = { NULL };

  if (message->nlmsg_type != RTM_NEWSTATS || mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return FALSE;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, IFLA_STATS_MAX);
  *index = header->ifindex;
  return read_counters (attributes[IFLA_STATS_LINK_64], counters);
}
