/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-count.h"

#include "nwd-netlink-counters.h"
#include "nwd-netlink-scan.h"

#include "core/nwd-error.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

static void
hear (const struct nlmsghdr *message, gpointer counts)
{
  NwdLinkCount count;

  if (nwd_netlink_counters_parse_statistics (message, &count.index, &count.counters))
    g_array_append_val ((GArray *)counts, count);
}

GArray *
nwd_netlink_count (NwdNetlinkRequest *request, GError **error)
{
  const struct if_stats_msg header
    = { .family = AF_UNSPEC, .filter_mask = IFLA_STATS_FILTER_BIT (IFLA_STATS_LINK_64) };
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (NwdLinkCount));
  int result = nwd_netlink_scan (request, RTM_GETSTATS, &header, sizeof header, hear, counts);

  if (result == 0)
    return g_steal_pointer (&counts);
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
               "cannot read the counters of network interfaces: %s", g_strerror (result));
  return NULL;
}
