/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-count.h"

#include "nwd-netlink-counters.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#define REQUEST_BUFFER 256
#define LIST_TRIES     4

static void
hear (const struct nlmsghdr *message, gpointer counts)
{
  NwdLinkCount count;

  if (nwd_netlink_counters_parse_statistics (message, &count.index, &count.counters))
    g_array_append_val ((GArray *)counts, count);
}

static int
ask (NwdNetlinkRequest *request, GArray *counts)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);
  struct if_stats_msg *header;

  message->nlmsg_type = RTM_GETSTATS;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header = mnl_nlmsg_put_extra_header (message, sizeof *header);
  header->family = AF_UNSPEC;
  header->filter_mask = IFLA_STATS_FILTER_BIT (IFLA_STATS_LINK_64);
  return nwd_netlink_request_ask (request, message, hear, counts);
}

/* Where links come and go all the time there may be no whole list; what was missed is not lost, it
 * is counted the next time. */
GArray *
nwd_netlink_count (NwdNetlinkRequest *request, GError **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (NwdLinkCount));
  int result = EINTR;

  for (guint i = 0; i < LIST_TRIES && result == EINTR; i++)
    result = ask (request, counts);
  if (result == 0 || result == EINTR)
    return g_steal_pointer (&counts);
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED,
               "cannot read the counters of network interfaces: %s", g_strerror (result));
  return NULL;
}
