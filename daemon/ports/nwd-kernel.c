/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-kernel.h"

G_DEFINE_INTERFACE (NwdKernel, nwd_kernel, G_TYPE_OBJECT)

static void
nwd_kernel_default_init (NwdKernelInterface *interface)
{
}

gboolean
nwd_kernel_start (NwdKernel *self, const NwdKernelListener *listener, gpointer data, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->start (self, listener, data, error);
}

void
nwd_kernel_hear (NwdKernel *self)
{
  NWD_KERNEL_GET_IFACE (self)->hear (self);
}

NwdLink *
nwd_kernel_read_link (NwdKernel *self, const char *name, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->read_link (self, name, error);
}

void
nwd_kernel_count_links_async (NwdKernel *self, GAsyncReadyCallback callback, gpointer user_data)
{
  NWD_KERNEL_GET_IFACE (self)->count_links_async (self, callback, user_data);
}

GArray *
nwd_kernel_count_links_finish (NwdKernel *self, GAsyncResult *result, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->count_links_finish (self, result, error);
}

void
nwd_kernel_delete_links_async (NwdKernel *self,
                               GArray *indexes,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  NWD_KERNEL_GET_IFACE (self)->delete_links_async (self, indexes, callback, user_data);
}

gboolean
nwd_kernel_delete_links_finish (NwdKernel *self, GAsyncResult *result, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->delete_links_finish (self, result, error);
}

char *
nwd_kernel_get_boot_id (NwdKernel *self)
{
  return NWD_KERNEL_GET_IFACE (self)->get_boot_id (self);
}

gboolean
nwd_kernel_announce (NwdKernel *self, const NwdLink *tap, const char *mac, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->announce (self, tap, mac, error);
}

gboolean
nwd_kernel_set_master (NwdKernel *self, const char *port, const char *bridge, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->set_master (self, port, bridge, error);
}

gboolean
nwd_kernel_release (NwdKernel *self, const char *port, guint mtu, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->release (self, port, mtu, error);
}

gboolean
nwd_kernel_supports_vlans (NwdKernel *self)
{
  return NWD_KERNEL_GET_IFACE (self)->supports_vlans (self);
}

gboolean
nwd_kernel_supports_mirrors (NwdKernel *self)
{
  return NWD_KERNEL_GET_IFACE (self)->supports_mirrors (self);
}

gboolean
nwd_kernel_sync_mirrors (
  NwdKernel *self, GPtrArray *mirrors, NwdMirrorRefused refused, gpointer data, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->sync_mirrors (self, mirrors, refused, data, error);
}

gboolean
nwd_kernel_seal_bridge (NwdKernel *self, const char *bridge, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->seal_bridge (self, bridge, error);
}

gboolean
nwd_kernel_unseal_bridge (NwdKernel *self, const char *bridge, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->unseal_bridge (self, bridge, error);
}

gboolean
nwd_kernel_is_bridge_sealed (NwdKernel *self, const char *bridge, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->is_bridge_sealed (self, bridge, error);
}

gboolean
nwd_kernel_seal_port (NwdKernel *self, const char *port, gboolean sealed, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->seal_port (self, port, sealed, error);
}

char *
nwd_kernel_get_bridge_filters (NwdKernel *self)
{
  return NWD_KERNEL_GET_IFACE (self)->get_bridge_filters (self);
}

GPtrArray *
nwd_kernel_read_neighbours (NwdKernel *self, GHashTable *macs, GError **error)
{
  return NWD_KERNEL_GET_IFACE (self)->read_neighbours (self, macs, error);
}
