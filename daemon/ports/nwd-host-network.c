/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-host-network.h"

G_DEFINE_INTERFACE (NwdHostNetwork, nwd_host_network, G_TYPE_OBJECT)

static void
nwd_host_network_default_init (NwdHostNetworkInterface *interface)
{
}

void
nwd_host_network_start (NwdHostNetwork *self, const NwdHostNetworkListener *listener, gpointer data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->start (self, listener, data);
}

NwdBackendState
nwd_host_network_get_state (NwdHostNetwork *self)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->get_state (self);
}

GPtrArray *
nwd_host_network_get_bridges (NwdHostNetwork *self)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->get_bridges (self);
}

void
nwd_host_network_create_bridge_async (NwdHostNetwork *self,
                                      const char *name,
                                      const char *attachment_id,
                                      guint mtu,
                                      gboolean transient,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->create_bridge_async (self, name, attachment_id, mtu, transient,
                                                          callback, user_data);
}

gboolean
nwd_host_network_create_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->create_bridge_finish (self, result, error);
}

void
nwd_host_network_set_bridge_mtu_async (NwdHostNetwork *self,
                                       const char *name,
                                       guint mtu,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->set_bridge_mtu_async (self, name, mtu, callback, user_data);
}

gboolean
nwd_host_network_set_bridge_mtu_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->set_bridge_mtu_finish (self, result, error);
}

void
nwd_host_network_delete_bridge_async (NwdHostNetwork *self,
                                      const char *name,
                                      NwdBridgeLoose loose,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->delete_bridge_async (self, name, loose, callback, user_data);
}

gboolean
nwd_host_network_delete_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->delete_bridge_finish (self, result, error);
}

gboolean
nwd_host_network_is_bridge_loose (NwdHostNetwork *self, const char *name)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->is_bridge_loose (self, name);
}

void
nwd_host_network_reset_bridge_async (NwdHostNetwork *self,
                                     const char *name,
                                     const char *attachment_id,
                                     guint mtu,
                                     NwdIpConfig *ip,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->reset_bridge_async (self, name, attachment_id, mtu, ip,
                                                         callback, user_data);
}

gboolean
nwd_host_network_reset_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->reset_bridge_finish (self, result, error);
}

void
nwd_host_network_restore_bridge_async (NwdHostNetwork *self,
                                       NwdBridge *bridge,
                                       guint mtu,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->restore_bridge_async (self, bridge, mtu, callback, user_data);
}

gboolean
nwd_host_network_restore_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->restore_bridge_finish (self, result, error);
}

void
nwd_host_network_put_uplink_async (NwdHostNetwork *self,
                                   NwdUplink *uplink,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->put_uplink_async (self, uplink, callback, user_data);
}

gboolean
nwd_host_network_put_uplink_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->put_uplink_finish (self, result, error);
}

void
nwd_host_network_remove_uplink_async (NwdHostNetwork *self,
                                      NwdUplink *uplink,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->remove_uplink_async (self, uplink, callback, user_data);
}

gboolean
nwd_host_network_remove_uplink_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->remove_uplink_finish (self, result, error);
}

void
nwd_host_network_set_managed_async (NwdHostNetwork *self,
                                    const char *name,
                                    gboolean managed,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->set_managed_async (self, name, managed, callback, user_data);
}

gboolean
nwd_host_network_set_managed_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->set_managed_finish (self, result, error);
}

void
nwd_host_network_create_checkpoint_async (NwdHostNetwork *self,
                                          const char *const *names,
                                          guint seconds,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->create_checkpoint_async (self, names, seconds, callback,
                                                              user_data);
}

char *
nwd_host_network_create_checkpoint_finish (NwdHostNetwork *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->create_checkpoint_finish (self, result, error);
}

void
nwd_host_network_extend_checkpoint_async (NwdHostNetwork *self,
                                          const char *id,
                                          guint seconds,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->extend_checkpoint_async (self, id, seconds, callback,
                                                              user_data);
}

gboolean
nwd_host_network_extend_checkpoint_finish (NwdHostNetwork *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->extend_checkpoint_finish (self, result, error);
}

void
nwd_host_network_end_checkpoint_async (NwdHostNetwork *self,
                                       const char *id,
                                       gboolean restore,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  NWD_HOST_NETWORK_GET_IFACE (self)->end_checkpoint_async (self, id, restore, callback, user_data);
}

gboolean
nwd_host_network_end_checkpoint_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return NWD_HOST_NETWORK_GET_IFACE (self)->end_checkpoint_finish (self, result, error);
}
