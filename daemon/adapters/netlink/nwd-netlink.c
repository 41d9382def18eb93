/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink.h"

#include "nwd-announce.h"
#include "nwd-bridge-filters.h"
#include "nwd-bridge-seal.h"
#include "nwd-link-speed.h"
#include "nwd-mirror-sync.h"
#include "nwd-mirror-try.h"
#include "nwd-netlink-count.h"
#include "nwd-netlink-counters.h"
#include "nwd-netlink-link.h"
#include "nwd-netlink-neighbour.h"
#include "nwd-netlink-request.h"
#include "nwd-netlink-socket.h"
#include "nwd-vlan-try.h"

#include "core/nwd-nic.h"
#include "ports/nwd-kernel.h"

#include <errno.h>
#include <glib-unix.h>
#include <linux/rtnetlink.h>
#include <unistd.h>

#define RETRY_SECONDS 1
#define BOOT_ID       "/proc/sys/kernel/random/boot_id"

struct _NwdNetlink
{
  GObject parent;

  const NwdKernelListener *listener;
  gpointer data;

  NwdNetlinkRequest *request;
  struct mnl_socket *events;
  guint events_source;
  guint retry_source;
  NwdBridgePorts *bridge_ports;
  int rarp; /* opened by the first announcement */

  GHashTable *links; /* index → NwdLink, as last told to the listener */
  gboolean hearing;
  gboolean supports_mirrors;
  gboolean supports_vlans;
  char *boot_id;
};

static void nwd_netlink_kernel_init (NwdKernelInterface *interface);

G_DEFINE_TYPE_WITH_CODE (NwdNetlink,
                         nwd_netlink,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (NWD_TYPE_KERNEL, nwd_netlink_kernel_init))

static void
forget (NwdNetlink *self, guint index, const NwdCounters *counters)
{
  gpointer known;

  if (!g_hash_table_steal_extended (self->links, GUINT_TO_POINTER (index), NULL, &known))
    return;
  self->listener->link_gone (known, counters, self->data);
  nwd_link_unref (known);
}

static void
complete (NwdNetlink *self, NwdLink *link)
{
  gboolean nic = nwd_nic_kind (link) != NULL;

  link->carrier = link->carrier && nic;
  link->speed = nic ? nwd_link_speed_read (mnl_socket_get_fd (self->events), link->name) : 0;
}

/* Tells the listener of @link, if it is news. */
static void
adopt (NwdNetlink *self, NwdLink *link, const NwdCounters *counters)
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
find_gone (NwdNetlink *self, GPtrArray *links)
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
read_everything (NwdNetlink *self, GError **error)
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
recover (NwdNetlink *self)
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
  NwdNetlink *self = data;

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

/* A queue goes with its filters, which are not told of one by one. */
static void
hear_of_filters (NwdNetlink *self, const struct nlmsghdr *message)
{
  gboolean removed = message->nlmsg_type == RTM_DELQDISC || message->nlmsg_type == RTM_DELTFILTER;
  const struct tcmsg *header = mnl_nlmsg_get_payload (message);

  if (removed && message->nlmsg_pid != nwd_netlink_request_get_port (self->request)
      && mnl_nlmsg_get_payload_len (message) >= sizeof *header && self->listener->filters_removed)
    self->listener->filters_removed ((guint)header->tcm_ifindex, self->data);
}

static void
hear_message (NwdNetlink *self, const struct nlmsghdr *message)
{
  g_autoptr (NwdLink) link = NULL;
  NwdCounters counters;
  gboolean counted = FALSE;

  if (is_about_filters (message))
    {
      hear_of_filters (self, message);
      return;
    }
  nwd_bridge_ports_hear (self->bridge_ports, message);
  counted = nwd_netlink_counters_parse_link (message, &counters);
  link = nwd_netlink_link_parse (message);
  if (link)
    adopt (self, link, counted ? &counters : NULL);
  else
    forget (self, nwd_netlink_link_parse_gone (message), counted ? &counters : NULL);
}

static void
hear_datagram (NwdNetlink *self, const void *datagram, int size)
{
  const struct nlmsghdr *message = datagram;

  for (; mnl_nlmsg_ok (message, size); message = mnl_nlmsg_next (message, &size))
    hear_message (self, message);
}

/* Hears all that waits. After a loss the rest of the queue must not be believed: the message that
 * takes it back may be the lost one. */
static void
hear (NwdNetlink *self)
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
      nwd_bridge_ports_doubt (self->bridge_ports);
      recover (self);
    }
  self->hearing = FALSE;
}

static gboolean
on_event (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (NwdNetlink) self = g_object_ref (data);

  hear (self);
  return G_SOURCE_CONTINUE;
}

static void
try_mirrors (NwdNetlink *self)
{
  g_autoptr (GError) error = NULL;

  self->supports_mirrors = nwd_mirror_try (self->request, &error);
  if (!self->supports_mirrors)
    g_message ("No mirroring: %s", error->message);
}

static gboolean
nwd_netlink_start (NwdKernel *kernel,
                   const NwdKernelListener *listener,
                   gpointer data,
                   GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  g_return_val_if_fail (!self->listener, FALSE);
  self->listener = listener;
  self->data = data;
  self->request = nwd_netlink_request_new (error);
  if (!self->request)
    return FALSE;
  /* Listens before it reads, so that nothing falls in between. */
  self->events = nwd_netlink_open (RTMGRP_LINK | RTMGRP_TC, SOCK_NONBLOCK, error);
  if (!self->events || !read_everything (self, error))
    return FALSE;
  try_mirrors (self);
  self->supports_vlans = nwd_vlan_try (self->request);
  self->events_source
    = g_unix_fd_add (mnl_socket_get_fd (self->events), G_IO_IN | G_IO_ERR, on_event, self);
  return TRUE;
}

static void
nwd_netlink_hear (NwdKernel *kernel)
{
  hear (NWD_NETLINK (kernel));
}

/* Older news is told first, so that none of it comes after the answer. What changes in between is
 * told twice at worst, and ends with what is. */
static NwdLink *
nwd_netlink_read_link (NwdKernel *kernel, const char *name, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  NwdCounters counters;
  NwdLink *link;

  g_return_val_if_fail (self->events_source, NULL);
  hear (self);
  link = nwd_netlink_request_link (self->request, name, &counters, error);
  if (link)
    adopt (self, link, &counters);
  return link;
}

/* In a thread, with a socket of its own: the kernel lets nobody ask for counters while it takes a
 * port from its bridge, which may last. */
static void
count_links (GTask *task, gpointer self, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (NwdNetlinkRequest) request = nwd_netlink_request_new (&error);
  GArray *counts = request ? nwd_netlink_count (request, &error) : NULL;

  if (counts)
    g_task_return_pointer (task, counts, (GDestroyNotify)g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
nwd_netlink_count_links_async (NwdKernel *kernel, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (kernel, NULL, callback, user_data);

  g_task_run_in_thread (task, count_links);
}

static GArray *
nwd_netlink_count_links_finish (NwdKernel *kernel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
nwd_netlink_get_boot_id (NwdKernel *kernel)
{
  return g_strdup (NWD_NETLINK (kernel)->boot_id);
}

static gboolean
nwd_netlink_set_master (NwdKernel *kernel, const char *port, const char *bridge, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (NwdLink) to = nwd_netlink_read_link (kernel, bridge, error);
  g_autoptr (NwdLink) link = to ? nwd_netlink_read_link (kernel, port, error) : NULL;
  g_autoptr (NwdLink) after = NULL;

  if (!link || !nwd_netlink_request_set_master (self->request, link, to->index, error))
    return FALSE;
  after = nwd_netlink_read_link (kernel, port, error);
  return after != NULL;
}

static gboolean
nwd_netlink_release (NwdKernel *kernel, const char *port, guint mtu, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (NwdLink) link = nwd_netlink_read_link (kernel, port, error);
  g_autoptr (NwdLink) after = NULL;

  if (!link || !nwd_netlink_request_release (self->request, link, mtu, error))
    return FALSE;
  after = nwd_netlink_read_link (kernel, port, error);
  return after != NULL;
}

static gboolean
nwd_netlink_announce (NwdKernel *kernel, const NwdLink *tap, const char *mac, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  return nwd_announce (self->request, self->bridge_ports, &self->rarp, tap, mac, error);
}

static gboolean
nwd_netlink_supports_vlans (NwdKernel *kernel)
{
  return NWD_NETLINK (kernel)->supports_vlans;
}

static gboolean
nwd_netlink_supports_mirrors (NwdKernel *kernel)
{
  return NWD_NETLINK (kernel)->supports_mirrors;
}

static gboolean
nwd_netlink_sync_mirrors (
  NwdKernel *kernel, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  g_return_val_if_fail (self->events_source, FALSE);
  return nwd_mirror_sync (self->request, mirrors, refused, data, error);
}

static gboolean
nwd_netlink_seal_bridge (NwdKernel *kernel, const char *name, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (NwdLink) bridge = nwd_netlink_request_link (self->request, name, NULL, error);

  return bridge && nwd_bridge_seal_put (self->request, bridge, error);
}

static gboolean
nwd_netlink_unseal_bridge (NwdKernel *kernel, const char *name, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (NwdLink) bridge = nwd_netlink_request_link (self->request, name, NULL, error);

  return bridge && nwd_bridge_seal_remove (self->request, bridge, error);
}

static gboolean
nwd_netlink_is_bridge_sealed (NwdKernel *kernel, const char *name, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (NwdLink) bridge = nwd_netlink_request_link (self->request, name, NULL, error);

  return bridge && nwd_bridge_seal_is_on (self->request, bridge, error);
}

static gboolean
nwd_netlink_seal_port (NwdKernel *kernel, const char *port, gboolean sealed, GError **error)
{
  return nwd_bridge_seal_set_port (NWD_NETLINK (kernel)->request, port, sealed, error);
}

static char *
nwd_netlink_get_bridge_filters (NwdKernel *kernel)
{
  return nwd_bridge_filters_get ();
}

static GPtrArray *
nwd_netlink_read_neighbours (NwdKernel *kernel, GHashTable *macs, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  return nwd_netlink_list_neighbours (self->request, macs, error);
}

static void
nwd_netlink_finalize (GObject *object)
{
  NwdNetlink *self = NWD_NETLINK (object);

  g_clear_handle_id (&self->events_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_pointer (&self->events, mnl_socket_close);
  g_clear_pointer (&self->request, nwd_netlink_request_free);
  nwd_bridge_ports_free (self->bridge_ports);
  if (self->rarp >= 0)
    close (self->rarp);
  g_hash_table_unref (self->links);
  g_free (self->boot_id);
  G_OBJECT_CLASS (nwd_netlink_parent_class)->finalize (object);
}

static void
nwd_netlink_class_init (NwdNetlinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nwd_netlink_finalize;
}

static void
nwd_netlink_kernel_init (NwdKernelInterface *interface)
{
  interface->start = nwd_netlink_start;
  interface->hear = nwd_netlink_hear;
  interface->read_link = nwd_netlink_read_link;
  interface->set_master = nwd_netlink_set_master;
  interface->count_links_async = nwd_netlink_count_links_async;
  interface->count_links_finish = nwd_netlink_count_links_finish;
  interface->get_boot_id = nwd_netlink_get_boot_id;
  interface->release = nwd_netlink_release;
  interface->announce = nwd_netlink_announce;
  interface->supports_mirrors = nwd_netlink_supports_mirrors;
  interface->supports_vlans = nwd_netlink_supports_vlans;
  interface->sync_mirrors = nwd_netlink_sync_mirrors;
  interface->seal_bridge = nwd_netlink_seal_bridge;
  interface->unseal_bridge = nwd_netlink_unseal_bridge;
  interface->is_bridge_sealed = nwd_netlink_is_bridge_sealed;
  interface->seal_port = nwd_netlink_seal_port;
  interface->get_bridge_filters = nwd_netlink_get_bridge_filters;
  interface->read_neighbours = nwd_netlink_read_neighbours;
}

/* No boot id: what depends on it is as after a boot. */
static char *
read_boot_id (void)
{
  char *text = NULL;

  if (!g_file_get_contents (BOOT_ID, &text, NULL, NULL))
    return g_uuid_string_random ();
  return g_strchomp (text);
}

static void
nwd_netlink_init (NwdNetlink *self)
{
  self->bridge_ports = nwd_bridge_ports_new ();
  self->rarp = -1;
  self->boot_id = read_boot_id ();
  self->links = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)nwd_link_unref);
}

NwdNetlink *
nwd_netlink_new (void)
{
  return g_object_new (NWD_TYPE_NETLINK, NULL);
}
