/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-scan.h"

#include <errno.h>
#include <string.h>

#define REQUEST_BUFFER 256
#define TRIES          4

int
nwd_netlink_list (NwdNetlinkRequest *request,
                  guint16 type,
                  gconstpointer header,
                  gsize size,
                  NwdNetlinkHear hear,
                  gpointer data)
{
  int result = EINTR;

  for (guint i = 0; i < TRIES && result == EINTR; i++)
    {
      guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
      struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);

      message->nlmsg_type = type;
      message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
      memcpy (mnl_nlmsg_put_extra_header (message, size), header, size);
      result = nwd_netlink_request_ask (request, message, hear, data);
    }
  return result;
}

int
nwd_netlink_scan (NwdNetlinkRequest *request,
                  guint16 type,
                  gconstpointer header,
                  gsize size,
                  NwdNetlinkHear hear,
                  gpointer data)
{
  int result = nwd_netlink_list (request, type, header, size, hear, data);

  return result == EINTR ? 0 : result;
}
