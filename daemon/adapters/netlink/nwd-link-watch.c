/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-link-watch.h"

#include "nwd-link-speed.h"
#include "nwd-netlink-counters.h"
#include "nwd-netlink-link.h"
#include "nwd-netlink-socket.h"

#include "core/nwd-nic.h"

#include <errno.h>
#include <linux/rtnetlink.h>

#define RETRY_SECONDS 1

struct _NwdLinkWatch
{
  const NwdKernelListener *listener;
  gpointer data;
  NwdNetlinkRequest *request;
  NwdBridgePorts *ports;
  struct mnl_socket *events;
  guint retry_source;
  GHashTable *links;   /* index → NwdLink, as last told to the listener */
  GHashTable *leaving; /* indexes of those that are being deleted */
  gboolean hearing;
};

static void
forget (NwdLinkWatch *self, guint index, const NwdCounters *counters)
{
  gpointer known;

  g_hash_table_remove (self->leaving, GUINT_TO_POINTER (index));
  if (!g_hash_table_steal_extended (self->links, GUINT_TO_POINTER (index), NULL, &known))
    return;
  self->listener->link_gone (known, counters, self->data);
  nwd_link_unref (known);
}

static void
complete (NwdLinkWatch *self, NwdLink *link)
{
  gboolean nic = nwd_nic_kind (link) != NULL;

  link->carrier = link->carrier && nic;
  link->speed = nic ? nwd_link_speed_read (mnl_socket_get_fd (self->events), link->name) : 0;
}

/* Tells the listener of @link, if it is news. */
static void
adopt (NwdLinkWatch *self, NwdLink *link, const NwdCounters *counters)
{
  NwdLink *known = g_hash_table_lookup (self->links, GUINT_TO_POINTER (link->index));

  complete (self, link);
  if (known && nwd_link_equal (known, link))
    return;
  if (known && !g_str_equal (known->name, link->name))
    forget (self, link->index, counters);
  g_hash_table_replace (self->links, GUINT_TO_POINTER (link->index), nwd_link_ref (link));
  self->listener->link_changed (link, counters, self->data);
}

/* The indexes of known links that @links lacks or has under other names. */
static GArray *
find_gone (NwdLinkWatch *self, GPtrArray *links)
{
  g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);
  GArray *gone = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < links->len; i++)
    {
      NwdLink *link = links->pdata[i];

      g_hash_table_insert (names, GUINT_TO_POINTER (link->index), link->name);
    }
  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NwdLink *known = value;

      if (g_strcmp0 (known->name, g_hash_table_lookup (names, GUINT_TO_POINTER (known->index)))
          != 0)
        g_array_append_val (gone, known->index);
    }
  return gone;
}

/* What is gone is told first: its name may have been taken since. */
static gboolean
read_everything (NwdLinkWatch *self, GError **error)
{
  g_autoptr (GPtrArray) links = nwd_netlink_request_links (self->request, error);
  g_autoptr (GArray) gone = NULL;

  if (!links)
    return FALSE;
  gone = find_gone (self, links);
  for (guint i = 0; i < gone->len; i++)
    forget (self, g_array_index (gone, guint, i), NULL);
  for (guint i = 0; i < links->len; i++)
    adopt (self, links->pdata[i], NULL);
  return TRUE;
}

static gboolean retry (gpointer data);

static void
recover (NwdLinkWatch *self)
{
  g_autoptr (GError) error = NULL;

  if (read_everything (self, &error) || self->retry_source)
    return;
  g_warning ("%s; trying again", error->message);
  self->retry_source = g_timeout_add_seconds (RETRY_SECONDS, retry, self);
}

static gboolean
retry (gpointer data)
{
  NwdLinkWatch *self = data;

  self->retry_source = 0;
  recover (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_about_filters (const struct nlmsghdr *message)
{
  return message->nlmsg_type == RTM_NEWQDISC || message->nlmsg_type == RTM_DELQDISC
         || message->nlmsg_type == RTM_NEWTFILTER || message->nlmsg_type == RTM_DELTFILTER;
}

static void
tell_filters_removed (NwdLinkWatch *self, guint index)
{
  if (self->listener->filters_removed)
    self->listener->filters_removed (index, self->data);
}

/* A queue goes with its filters, which are not told of one by one. */
static void
hear_of_filters (NwdLinkWatch *self, const struct nlmsghdr *message)
{
  gboolean removed = message->nlmsg_type == RTM_DELQDISC || message->nlmsg_type == RTM_DELTFILTER;
  const struct tcmsg *header = mnl_nlmsg_get_payload (message);

  if (removed && message->nlmsg_pid != nwd_netlink_request_get_port (self->request)
      && mnl_nlmsg_get_payload_len (message) >= sizeof *header
      && !g_hash_table_contains (self->leaving, GINT_TO_POINTER (header->tcm_ifindex)))
    tell_filters_removed (self, (guint)header->tcm_ifindex);
}

static void
hear_message (NwdLinkWatch *self, const struct nlmsghdr *message)
{
  g_autoptr (NwdLink) link = NULL;
  NwdCounters counters;
  gboolean counted = FALSE;

  if (is_about_filters (message))
    {
      hear_of_filters (self, message);
      return;
    }
  nwd_bridge_ports_hear (self->ports, message);
  counted = nwd_netlink_counters_parse_link (message, &counters);
  link = nwd_netlink_link_parse (message);
  if (link)
    adopt (self, link, counted ? &counters : NULL);
  else
    forget (self, nwd_netlink_link_parse_gone (message), counted ? &counters : NULL);
}

static void
hear_datagram (NwdLinkWatch *self, const void *datagram, int size)
{
  const struct nlmsghdr *message = datagram;

  for (; mnl_nlmsg_ok (message, size); message = mnl_nlmsg_next (message, &size))
    hear_message (self, message);
}

/* After a loss the rest of the queue must not be believed: the message that takes it back may be
 * the lost one. */
void
nwd_link_watch_hear (NwdLinkWatch *self)
{
  guint32 buffer[NWD_NETLINK_BUFFER / sizeof (guint32)];
  gboolean lost = FALSE;

  if (self->hearing) /* a listener asks for a link: what is being heard is told first */
    return;
  self->hearing = TRUE;
  for (;;)
    {
      gssize size = nwd_netlink_receive (self->events, buffer, sizeof buffer);

      if (size < 0 && errno != ENOBUFS)
        break;
      if (size < 0)
        lost = TRUE;
      else if (!lost)
        hear_datagram (self, buffer, (int)size);
    }
  if (lost)
    {
      nwd_bridge_ports_doubt (self->ports);
      recover (self);
    }
  self->hearing = FALSE;
}

void
nwd_link_watch_let_go (NwdLinkWatch *self, const GArray *indexes)
{
  for (guint i = 0; i < indexes->len; i++)
    {
      gpointer index = GUINT_TO_POINTER (g_array_index (indexes, guint, i));

      if (g_hash_table_contains (self->links, index))
        g_hash_table_add (self->leaving, index);
    }
}

void
nwd_link_watch_keep (NwdLinkWatch *self, const GArray *indexes)
{
  nwd_link_watch_hear (self);
  for (guint i = 0; i < indexes->len; i++)
    if (g_hash_table_remove (self->leaving, GUINT_TO_POINTER (g_array_index (indexes, guint, i))))
      tell_filters_removed (self, g_array_index (indexes, guint, i));
}

/* Older news is told first, so that none of it comes after the answer. What changes in between is
 * told twice at worst, and ends with what is. */
NwdLink *
nwd_link_watch_read (NwdLinkWatch *self, const char *name, GError **error)
{
  NwdCounters counters;
  NwdLink *link = NULL;

  nwd_link_watch_hear (self);
  link = nwd_netlink_request_link (self->request, name, &counters, error);
  if (link)
    adopt (self, link, &counters);
  return link;
}

int
nwd_link_watch_get_fd (const NwdLinkWatch *self)
{
  return mnl_socket_get_fd (self->events);
}

void
nwd_link_watch_free (NwdLinkWatch *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_pointer (&self->events, mnl_socket_close);
  g_hash_table_unref (self->links);
  g_hash_table_unref (self->leaving);
  g_free (self);
}

/* Listens before it reads, so that nothing falls in between. */
NwdLinkWatch *
nwd_link_watch_new (NwdNetlinkRequest *request,
                    NwdBridgePorts *ports,
                    const NwdKernelListener *listener,
                    gpointer data,
                    GError **error)
{
  NwdLinkWatch *self = g_new0 (NwdLinkWatch, 1);

  self->listener = listener;
  self->data = data;
  self->request = request;
  self->ports = ports;
  self->links = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)nwd_link_unref);
  self->leaving = g_hash_table_new (NULL, NULL);
  self->events = nwd_netlink_open (RTMGRP_LINK | RTMGRP_TC, SOCK_NONBLOCK, error);
  if (self->events && read_everything (self, error))
    return self;
  nwd_link_watch_free (self);
  return NULL;
}
