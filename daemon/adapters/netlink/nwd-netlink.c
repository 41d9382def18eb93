/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-netlink.h"

#include "nwd-announce.h"
#include "nwd-bridge-filters.h"
#include "nwd-bridge-seal.h"
#include "nwd-link-watch.h"
#include "nwd-mirror-sync.h"
#include "nwd-mirror-try.h"
#include "nwd-netlink-count.h"
#include "nwd-netlink-delete.h"
#include "nwd-netlink-neighbour.h"
#include "nwd-netlink-request.h"
#include "nwd-vlan-try.h"

#include "ports/nwd-kernel.h"

#include <glib-unix.h>
#include <unistd.h>

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

struct _NwdNetlink
{
  GObject parent;

  NwdNetlinkRequest *request;
  NwdLinkWatch *watch;
  guint watch_source;
  NwdBridgePorts *bridge_ports;
  int rarp; /* opened by the first announcement */
  gboolean supports_mirrors;
  gboolean supports_vlans;
  char *boot_id;
};

static void nwd_netlink_kernel_init (NwdKernelInterface *interface);

G_DEFINE_TYPE_WITH_CODE (NwdNetlink,
                         nwd_netlink,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (NWD_TYPE_KERNEL, nwd_netlink_kernel_init))

static gboolean
on_event (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (NwdNetlink) self = g_object_ref (data);

  nwd_link_watch_hear (self->watch);
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

  g_return_val_if_fail (!self->request, FALSE);
  self->request = nwd_netlink_request_new (error);
  if (!self->request)
    return FALSE;
  self->watch = nwd_link_watch_new (self->request, self->bridge_ports, listener, data, error);
  if (!self->watch)
    return FALSE;
  try_mirrors (self);
  self->supports_vlans = nwd_vlan_try (self->request);
  self->watch_source
    = g_unix_fd_add (nwd_link_watch_get_fd (self->watch), G_IO_IN | G_IO_ERR, on_event, self);
  return TRUE;
}

static void
nwd_netlink_hear (NwdKernel *kernel)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  if (self->watch) /* it did not start: nothing is heard */
    nwd_link_watch_hear (self->watch);
}

static NwdLink *
nwd_netlink_read_link (NwdKernel *kernel, const char *name, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  g_return_val_if_fail (self->watch, NULL);
  return nwd_link_watch_read (self->watch, name, error);
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

/* In a thread, for the kernel takes its time. */
static void
delete_links (GTask *task, gpointer self, gpointer indexes, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (NwdNetlinkRequest) request = nwd_netlink_request_new (&error);

  if (request && nwd_netlink_delete (request, indexes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
nwd_netlink_delete_links_async (NwdKernel *kernel,
                                GArray *indexes,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  NwdNetlink *self = NWD_NETLINK (kernel);
  g_autoptr (GTask) task = g_task_new (kernel, NULL, callback, user_data);

  if (self->watch)
    nwd_link_watch_let_go (self->watch, indexes);
  g_task_set_task_data (task, g_array_ref (indexes), (GDestroyNotify)g_array_unref);
  g_task_run_in_thread (task, delete_links);
}

static gboolean
nwd_netlink_delete_links_finish (NwdKernel *kernel, GAsyncResult *result, GError **error)
{
  NwdNetlink *self = NWD_NETLINK (kernel);

  if (g_task_propagate_boolean (G_TASK (result), error))
    return TRUE;
  if (self->watch)
    nwd_link_watch_keep (self->watch, g_task_get_task_data (G_TASK (result)));
  return FALSE;
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

  g_return_val_if_fail (self->watch, FALSE);
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

  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_pointer (&self->watch, nwd_link_watch_free);
  g_clear_pointer (&self->request, nwd_netlink_request_free);
  nwd_bridge_ports_free (self->bridge_ports);
  if (self->rarp >= 0)
    close (self->rarp);
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
  interface->delete_links_async = nwd_netlink_delete_links_async;
  interface->delete_links_finish = nwd_netlink_delete_links_finish;
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
}

NwdNetlink *
nwd_netlink_new (void)
{
  return g_object_new (NWD_TYPE_NETLINK, NULL);
}
