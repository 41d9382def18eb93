/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge-port.h"

#include "nwd-netlink-attribute.h"

#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

/* Where the settings of a port are depends on whom the message is for. */
static const struct nlattr *
find_settings (const struct ifinfomsg *header, const struct nlattr **attributes)
{
  const struct nlattr *info[IFLA_INFO_MAX + 1] = { NULL };

  if (header->ifi_family == AF_BRIDGE)
    return attributes[IFLA_PROTINFO];
  nwd_netlink_read_nested (attributes[IFLA_LINKINFO], info, IFLA_INFO_MAX);
  if (g_strcmp0 (nwd_netlink_get_string (info[IFLA_INFO_SLAVE_KIND]), "bridge") != 0)
    return NULL;
  return info[IFLA_INFO_SLAVE_DATA];
}

NwdBridgePort *
nwd_bridge_port_parse (const struct nlmsghdr *message)
{
  const struct ifinfomsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[IFLA_MAX + 1] = { NULL };
  const struct nlattr *settings[IFLA_BRPORT_MAX + 1] = { NULL };
  const struct nlattr *nest;
  NwdBridgePort *port;

  if (message->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return NULL;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, IFLA_MAX);
  if (!attributes[IFLA_MASTER])
    return NULL;
  nest = find_settings (header, attributes);
  if (!nest)
    return NULL;
  nwd_netlink_read_nested (nest, settings, IFLA_BRPORT_MAX);

  port = g_new0 (NwdBridgePort, 1);
  port->index = header->ifi_index;
  port->bridge = nwd_netlink_get_u32 (attributes[IFLA_MASTER]);
  port->forwarding = nwd_netlink_get_u8 (settings[IFLA_BRPORT_STATE]) == BR_STATE_FORWARDING;
  port->isolated = nwd_netlink_get_u8 (settings[IFLA_BRPORT_ISOLATED]) != 0;
  return port;
}
