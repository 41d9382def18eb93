/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-tc.h"

#include "nwd-netlink-attribute.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#define REQUEST_BUFFER 1024
#define LIST_TRIES     16

static struct nlmsghdr *
begin (gpointer buffer, guint16 type, guint16 flags)
{
  struct nlmsghdr *request = mnl_nlmsg_put_header (buffer);

  request->nlmsg_type = type;
  request->nlmsg_flags = NLM_F_REQUEST | flags;
  return request;
}

static gboolean
check (int result, const char *what, const char *name, GError **error)
{
  NwdError code = NWD_ERROR_FAILED;

  if (result == 0)
    return TRUE;
  if (result == ENODEV)
    code = NWD_ERROR_NOT_FOUND;
  else if (result == ENOENT || result == EOPNOTSUPP)
    code = NWD_ERROR_NOT_SUPPORTED;
  g_set_error (error, NWD_ERROR, code, "cannot %s of interface %s: %s", what, name,
               g_strerror (result));
  return FALSE;
}

/* --- queues --- */

static void
hear_queue (const struct nlmsghdr *message, gpointer queues)
{
  const struct tcmsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attributes[TCA_MAX + 1] = { NULL };
  NwdTcQueue *queue;

  if (message->nlmsg_type != RTM_NEWQDISC || mnl_nlmsg_get_payload_len (message) < sizeof *header
      || header->tcm_parent != TC_H_CLSACT)
    return;
  nwd_netlink_read_attributes (message, sizeof *header, attributes, TCA_MAX);
  queue = g_new0 (NwdTcQueue, 1);
  queue->link = (guint)header->tcm_ifindex;
  queue->clsact = g_strcmp0 (nwd_netlink_get_string (attributes[TCA_KIND]), "clsact") == 0;
  g_ptr_array_add (queues, queue);
}

GPtrArray *
nwd_tc_list_queues (NwdNetlinkRequest *request, GError **error)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new_with_free_func (g_free);
  int result = EINTR;

  for (guint i = 0; i < LIST_TRIES && result == EINTR; i++)
    {
      guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
      struct nlmsghdr *message = begin (buffer, RTM_GETQDISC, NLM_F_DUMP);
      struct tcmsg *header = mnl_nlmsg_put_extra_header (message, sizeof *header);

      header->tcm_family = AF_UNSPEC;
      g_ptr_array_set_size (queues, 0);
      result = nwd_netlink_request_ask (request, message, hear_queue, queues);
    }
  if (result == 0)
    return g_steal_pointer (&queues);
  g_set_error (error, NWD_ERROR, result == EOPNOTSUPP ? NWD_ERROR_NOT_SUPPORTED : NWD_ERROR_FAILED,
               "cannot list the host's queues: %s", g_strerror (result));
  return NULL;
}

/* The kind is named for deletion as well: one that another has put there meanwhile stays. */
static int
ask_for_queue (NwdNetlinkRequest *request, guint16 type, guint16 flags, guint link)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = begin (buffer, type, NLM_F_ACK | flags);
  struct tcmsg *header = mnl_nlmsg_put_extra_header (message, sizeof *header);

  header->tcm_family = AF_UNSPEC;
  header->tcm_ifindex = (int)link;
  header->tcm_parent = TC_H_CLSACT;
  header->tcm_handle = TC_H_MAKE (TC_H_CLSACT, 0);
  mnl_attr_put_strz (message, TCA_KIND, "clsact");
  return nwd_netlink_request_ask (request, message, NULL, NULL);
}

gboolean
nwd_tc_add_queue (NwdNetlinkRequest *request, guint link, const char *name, GError **error)
{
  return check (ask_for_queue (request, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, link),
                "make a clsact queue", name, error);
}

gboolean
nwd_tc_delete_queue (NwdNetlinkRequest *request, guint link, const char *name, GError **error)
{
  return check (ask_for_queue (request, RTM_DELQDISC, 0, link), "delete the clsact queue", name,
                error);
}

/* --- filters --- */

typedef struct
{
  guint parent;
  GPtrArray *filters;
} Side;

static void
hear_filter (const struct nlmsghdr *message, gpointer data)
{
  Side *side = data;
  NwdTcFilter *filter = nwd_tc_filter_parse (message, side->parent);

  if (filter)
    g_ptr_array_add (side->filters, filter);
}

static int
list_side (NwdNetlinkRequest *request, guint link, guint parent, GPtrArray *filters)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = begin (buffer, RTM_GETTFILTER, NLM_F_DUMP);
  struct tcmsg *header = mnl_nlmsg_put_extra_header (message, sizeof *header);
  Side side = { .parent = parent, .filters = filters };

  header->tcm_family = AF_UNSPEC;
  header->tcm_ifindex = (int)link;
  header->tcm_parent = parent;
  return nwd_netlink_request_ask (request, message, hear_filter, &side);
}

GPtrArray *
nwd_tc_list_filters (NwdNetlinkRequest *request, guint link, const char *name, GError **error)
{
  g_autoptr (GPtrArray) filters
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_tc_filter_free);
  int result = EINTR;

  for (guint i = 0; i < LIST_TRIES && result == EINTR; i++)
    {
      g_ptr_array_set_size (filters, 0);
      result = list_side (request, link, NWD_TC_INGRESS, filters);
      if (result == 0)
        result = list_side (request, link, NWD_TC_EGRESS, filters);
    }
  return check (result, "list the filters", name, error) ? g_steal_pointer (&filters) : NULL;
}

gboolean
nwd_tc_put_filter (NwdNetlinkRequest *request,
                   guint link,
                   const char *name,
                   const NwdTcFilter *filter,
                   GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = begin (buffer, RTM_NEWTFILTER, NLM_F_ACK | NLM_F_CREATE);

  nwd_tc_filter_put (filter, link, /* content= */ TRUE, message);
  return check (nwd_netlink_request_ask (request, message, NULL, NULL), "set a filter", name,
                error);
}

gboolean
nwd_tc_delete_filter (NwdNetlinkRequest *request,
                      guint link,
                      const char *name,
                      const NwdTcFilter *filter,
                      GError **error)
{
  guint32 buffer[REQUEST_BUFFER / sizeof (guint32)];
  struct nlmsghdr *message = begin (buffer, RTM_DELTFILTER, NLM_F_ACK);

  nwd_tc_filter_put (filter, link, /* content= */ FALSE, message);
  return check (nwd_netlink_request_ask (request, message, NULL, NULL), "delete a filter", name,
                error);
}
