/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vlan-try.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#define REQUEST_BUFFER 256

/* It has no tag: a kernel that knows VLANs refuses that (EINVAL), another one the kind of link. */
gboolean
nwd_vlan_try (NwdNetlinkRequest *request)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);
  struct nlattr *info = NULL;

  message->nlmsg_type = RTM_NEWLINK;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
  mnl_nlmsg_put_extra_header (message, sizeof (struct ifinfomsg));
  info = mnl_attr_nest_start (message, IFLA_LINKINFO);
  mnl_attr_put_strz (message, IFLA_INFO_KIND, "vlan");
  mnl_attr_nest_end (message, info);
  return nwd_netlink_request_ask (request, message, NULL, NULL) != EOPNOTSUPP;
}
