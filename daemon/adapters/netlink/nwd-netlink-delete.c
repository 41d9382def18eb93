/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink-delete.h"

#include "nwd-netlink-attribute.h"
#include "nwd-netlink-scan.h"
#include "nwd-tc.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/rtnetlink.h>

#define REQUEST_BUFFER 128
#define DEFAULT_GROUP  0

/* Who is in the group besides those who are to be. */
typedef struct
{
  const GArray *indexes;
  guint32 group;
  gboolean stranger;
} Census;

/* @index: 0: about all links of @group; else that one gets into it. */
static int
ask (NwdNetlinkRequest *request, guint16 type, guint index, guint32 group)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);
  struct ifinfomsg *header;

  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  header = mnl_nlmsg_put_extra_header (message, sizeof *header);
  header->ifi_index = (int)index;
  mnl_attr_put_u32 (message, IFLA_GROUP, group);
  return nwd_netlink_request_ask (request, message, NULL, NULL);
}

static int
gather (NwdNetlinkRequest *request, const GArray *indexes, guint32 group)
{
  for (guint i = 0; i < indexes->len; i++)
    {
      int result = ask (request, RTM_SETLINK, g_array_index (indexes, guint, i), group);

      if (result != 0 && result != ENODEV)
        return result;
    }
  return 0;
}

static gboolean
is_expected (const Census *census, guint index)
{
  for (guint i = 0; i < census->indexes->len; i++)
    if (g_array_index (census->indexes, guint, i) == index)
      return TRUE;
  return FALSE;
}

static void
count (const struct nlmsghdr *message, gpointer data)
{
  Census *census = data;
  const struct ifinfomsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[IFLA_MAX + 1] = { NULL };

  if (mnl_nlmsg_get_payload_len (message) < sizeof *header)
    return;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, IFLA_MAX);
  if (nwd_netlink_get_u32 (attributes[IFLA_GROUP]) == census->group
      && !is_expected (census, (guint)header->ifi_index))
    census->stranger = TRUE;
}

/* Nobody else may have chosen that group, however unlikely that is. A list that changed while it
 * was made does not tell. */
static int
check_alone (NwdNetlinkRequest *request, const GArray *indexes, guint32 group)
{
  const struct ifinfomsg header = { 0 };
  Census census = { .indexes = indexes, .group = group };
  int result = nwd_netlink_list (request, RTM_GETLINK, &header, sizeof header, count, &census);

  return result == 0 && census.stranger ? EBUSY : result;
}

/* Filters that go with their links have the kernel wait for each of them, a third of all its time;
 * those that went before do not. */
static void
drop_queues (NwdNetlinkRequest *request, const GArray *indexes)
{
  for (guint i = 0; i < indexes->len; i++)
    nwd_tc_delete_queue (request, g_array_index (indexes, guint, i), /* name= */ "", NULL);
}

gboolean
nwd_netlink_delete (NwdNetlinkRequest *request, const GArray *indexes, GError **error)
{
  guint32 group = (guint32)g_random_int_range (1, G_MAXINT32);
  int result = gather (request, indexes, group);

  if (result == 0)
    result = check_alone (request, indexes, group);
  if (result == 0)
    {
      drop_queues (request, indexes);
      result = ask (request, RTM_DELLINK, 0, group);
    }
  if (result == 0 || result == ENODEV)
    return TRUE;
  gather (request, indexes, DEFAULT_GROUP);
  g_set_error (error, NWD_ERROR, NWD_ERROR_FAILED, "cannot delete %u links at once: %s",
               indexes->len, g_strerror (result));
  return FALSE;
}
