/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-network-manager-private.h"

#include "nwd-nm-changes.h"
#include "nwd-nm-doomed.h"
#include "nwd-nm-view.h"

#define LATER 50 /* ms */

struct _NwdNetworkManager
{
  GObject parent_instance;

  const NwdHostNetworkListener *listener;
  gpointer data;
  NMClient *client;      /* NULL while NetworkManager is not there, or being asked what there is */
  GCancellable *opening; /* the asking */
  guint name_watch;
  NwdBackendState state; /* as last told */
  GPtrArray *bridges;    /* as last told, and so are these: */
  GPtrArray *uplinks;
  GPtrArray *managed;
  GHashTable *doomed;
  gboolean tell; /* everything, though it is as last told */
  guint look_id;
  guint later_id; /* another one, in a while */
};

static void host_network_init (NwdHostNetworkInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NwdNetworkManager,
                               nwd_network_manager,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_HOST_NETWORK, host_network_init))

static guint looked_signal;

static void
set_state (NwdNetworkManager *self, NwdBackendState state)
{
  if (state == self->state)
    return;
  self->state = state;
  self->listener->state_changed (self->data);
}

/* Takes @now; answers whether it is news. */
static gboolean
take (NwdNetworkManager *self, GPtrArray **known, GPtrArray *now, GEqualFunc equal)
{
  gboolean news = self->tell || !nwd_nm_view_equal (now, *known, equal);

  g_ptr_array_unref (*known);
  *known = now;
  return news;
}

static void
look (NwdNetworkManager *self)
{
  gboolean bridges, uplinks;

  nwd_nm_doomed_sweep (self->doomed, self->client);
  bridges = take (self, &self->bridges, nwd_nm_view_bridges (self->client, self->doomed),
                  (GEqualFunc)nwd_bridge_equal);
  uplinks = take (self, &self->uplinks, nwd_nm_view_uplinks (self->client, self->doomed),
                  (GEqualFunc)nwd_uplink_equal);
  if (take (self, &self->managed, nwd_nm_view_managed (self->client),
            (GEqualFunc)nwd_nic_profile_equal))
    self->listener->managed_changed (self->managed, self->data);
  if (bridges || uplinks)
    self->listener->bridges_changed (self->bridges, self->uplinks, self->data);
  self->tell = FALSE;
}

/* Whoever hears that we are connected finds the bridges as they are. */
static gboolean
on_look (gpointer data)
{
  g_autoptr (NwdNetworkManager) self = g_object_ref (data);

  self->look_id = 0;
  if (self->client)
    look (self);
  set_state (self, self->client    ? NWD_BACKEND_CONNECTED
                   : self->opening ? NWD_BACKEND_CONNECTING
                                   : NWD_BACKEND_DISCONNECTED);
  g_signal_emit (self, looked_signal, 0);
  return G_SOURCE_REMOVE;
}

/* One change of NetworkManager comes as many signals, some from inside libnm's work: one look, from
 * the main loop, is for all of them. */
void
nwd_network_manager_look_soon (NwdNetworkManager *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_look, self, NULL);
}

static gboolean
on_later (gpointer data)
{
  NwdNetworkManager *self = data;

  self->later_id = 0;
  nwd_network_manager_look_soon (self);
  return G_SOURCE_REMOVE;
}

void
nwd_network_manager_look_later (NwdNetworkManager *self)
{
  if (self->later_id == 0)
    self->later_id = g_timeout_add (LATER, on_later, self);
}

static void
watch (NwdNetworkManager *self, gpointer object, const char *const *signals)
{
  for (; *signals; signals++)
    g_signal_connect_object (object, *signals, G_CALLBACK (nwd_network_manager_look_soon), self,
                             G_CONNECT_SWAPPED);
}

static void
watch_addresses (NwdNetworkManager *self, NMIPConfig *config)
{
  static const char *const signals[] = { "notify::addresses", NULL };

  if (config)
    watch (self, config, signals);
}

/* What a device has for the moment is an object, which comes and goes. */
static void
on_addresses_replaced (NwdNetworkManager *self, GParamSpec *property, NMDevice *device)
{
  watch_addresses (self, g_str_equal (property->name, NM_DEVICE_IP4_CONFIG)
                           ? nm_device_get_ip4_config (device)
                           : nm_device_get_ip6_config (device));
  nwd_network_manager_look_soon (self);
}

static void
watch_interface (NwdNetworkManager *self, NMDevice *device)
{
  static const char *const signals[] = { "notify::state",
                                         "notify::mtu",
                                         "notify::interface-flags",
                                         "notify::real",
                                         "notify::active-connection",
                                         NULL };
  static const char *const configs[]
    = { "notify::" NM_DEVICE_IP4_CONFIG, "notify::" NM_DEVICE_IP6_CONFIG, NULL };

  watch (self, device, signals);
  for (guint i = 0; configs[i]; i++)
    g_signal_connect_object (device, configs[i], G_CALLBACK (on_addresses_replaced), self,
                             G_CONNECT_SWAPPED);
  watch_addresses (self, nm_device_get_ip4_config (device));
  watch_addresses (self, nm_device_get_ip6_config (device));
}

static void
on_device_added (NwdNetworkManager *self, NMDevice *device)
{
  static const char *const nic_signals[] = { "notify::managed", "notify::interface", NULL };

  if (NM_IS_DEVICE_BRIDGE (device) || NM_IS_DEVICE_VLAN (device) || nwd_nm_view_is_nic (device))
    watch_interface (self, device);
  if (nwd_nm_view_is_nic (device))
    watch (self, device, nic_signals);
  nwd_network_manager_look_soon (self);
}

static void
on_profile_changed (NwdNetworkManager *self, NMRemoteConnection *profile)
{
  nwd_nm_view_forget (profile);
  nwd_network_manager_look_soon (self);
}

static void
on_profile_added (NwdNetworkManager *self, NMRemoteConnection *profile)
{
  g_signal_connect_object (profile, NM_CONNECTION_CHANGED, G_CALLBACK (on_profile_changed), self,
                           G_CONNECT_SWAPPED);
  nwd_network_manager_look_soon (self);
}

static void
adopt_client (NwdNetworkManager *self)
{
  static const char *const signals[]
    = { "any-device-removed", "connection-removed", "active-connection-added",
        "active-connection-removed", NULL };
  const GPtrArray *devices = nm_client_get_all_devices (self->client);
  const GPtrArray *profiles = nm_client_get_connections (self->client);

  watch (self, self->client, signals);
  g_signal_connect_object (self->client, "any-device-added", G_CALLBACK (on_device_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "connection-added", G_CALLBACK (on_profile_added), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < devices->len; i++)
    on_device_added (self, devices->pdata[i]);
  for (guint i = 0; i < profiles->len; i++)
    on_profile_added (self, profiles->pdata[i]);
  self->tell = TRUE;
  nwd_network_manager_look_soon (self);
}

static void
on_client (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NwdNetworkManager) self = data;
  g_autoptr (GError) error = NULL;
  GObject *client = g_async_initable_new_finish (G_ASYNC_INITABLE (source), result, &error);

  if (!client && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (client)
    {
      self->client = NM_CLIENT (client);
      adopt_client (self);
      return;
    }
  g_warning ("cannot use NetworkManager: %s", error->message);
  nwd_network_manager_look_soon (self);
}

/* A client of libnm survives a restart of NetworkManager, but says that it runs before it has read
 * the profiles: bridges of ours would seem to be gone. A new client is ready only when it has. */
static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  NwdNetworkManager *self = data;

  self->opening = g_cancellable_new ();
  g_async_initable_new_async (NM_TYPE_CLIENT, G_PRIORITY_DEFAULT, self->opening, on_client,
                              g_object_ref (self), NM_CLIENT_DBUS_CONNECTION, bus, NULL);
  nwd_network_manager_look_soon (self);
}

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer data)
{
  NwdNetworkManager *self = data;

  if (self->opening)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->client);
  nwd_network_manager_look_soon (self);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NwdNetworkManager) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus)
    {
      g_dbus_connection_set_exit_on_close (bus, FALSE);
      self->name_watch = g_bus_watch_name_on_connection (
        bus, NM_DBUS_SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, on_vanished, self, NULL);
      return;
    }
  g_warning ("cannot use NetworkManager: %s", error->message);
  nwd_network_manager_look_soon (self);
}

static void
start (NwdHostNetwork *host_network, const NwdHostNetworkListener *listener, gpointer data)
{
  NwdNetworkManager *self = NWD_NETWORK_MANAGER (host_network);

  self->listener = listener;
  self->data = data;
  self->state = NWD_BACKEND_CONNECTING;
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_bus, g_object_ref (self));
}

static NwdBackendState
get_state (NwdHostNetwork *self)
{
  return NWD_NETWORK_MANAGER (self)->state;
}

static GPtrArray *
get_bridges (NwdHostNetwork *self)
{
  return NWD_NETWORK_MANAGER (self)->bridges;
}

static gboolean
is_bridge_loose (NwdHostNetwork *self, const char *name)
{
  NMClient *client = NWD_NETWORK_MANAGER (self)->client;

  return client && nwd_nm_view_is_loose (client, name);
}

static gboolean
finish (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
finish_text (NwdHostNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
host_network_init (NwdHostNetworkInterface *interface)
{
  interface->start = start;
  interface->get_state = get_state;
  interface->get_bridges = get_bridges;
  interface->create_bridge_async = nwd_nm_create_async;
  interface->create_bridge_finish = finish;
  interface->set_bridge_mtu_async = nwd_nm_set_mtu_async;
  interface->set_bridge_mtu_finish = finish;
  interface->reset_bridge_async = nwd_nm_reset_bridge_async;
  interface->reset_bridge_finish = finish;
  interface->delete_bridge_async = nwd_nm_delete_async;
  interface->delete_bridge_finish = finish;
  interface->is_bridge_loose = is_bridge_loose;
  interface->restore_bridge_async = nwd_nm_restore_bridge_async;
  interface->restore_bridge_finish = finish;
  interface->put_uplink_async = nwd_nm_put_uplink_async;
  interface->put_uplink_finish = finish;
  interface->remove_uplink_async = nwd_nm_remove_uplink_async;
  interface->remove_uplink_finish = finish;
  interface->set_managed_async = nwd_nm_set_managed_async;
  interface->set_managed_finish = finish;
  interface->create_checkpoint_async = nwd_nm_create_checkpoint_async;
  interface->create_checkpoint_finish = finish_text;
  interface->extend_checkpoint_async = nwd_nm_extend_checkpoint_async;
  interface->extend_checkpoint_finish = finish;
  interface->end_checkpoint_async = nwd_nm_end_checkpoint_async;
  interface->end_checkpoint_finish = finish;
}

NMClient *
nwd_network_manager_get_client (NwdNetworkManager *self)
{
  return self->client;
}

void
nwd_network_manager_doom (NwdNetworkManager *self, const char *uuid, const char *name)
{
  nwd_nm_doomed_add (self->doomed, uuid, name);
  nwd_network_manager_look_soon (self);
}

void
nwd_network_manager_pardon (NwdNetworkManager *self, const char *uuid)
{
  nwd_nm_doomed_remove (self->doomed, uuid);
}

gboolean
nwd_network_manager_is_doomed (NwdNetworkManager *self, const char *uuid, guint link)
{
  return nwd_nm_doomed_contains (self->doomed, uuid, link);
}

static void
nwd_network_manager_finalize (GObject *object)
{
  NwdNetworkManager *self = NWD_NETWORK_MANAGER (object);

  if (self->name_watch)
    g_bus_unwatch_name (self->name_watch);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->later_id, g_source_remove);
  if (self->opening)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->client);
  g_ptr_array_unref (self->bridges);
  g_ptr_array_unref (self->uplinks);
  g_ptr_array_unref (self->managed);
  g_hash_table_unref (self->doomed);
  G_OBJECT_CLASS (nwd_network_manager_parent_class)->finalize (object);
}

static void
nwd_network_manager_class_init (NwdNetworkManagerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = nwd_network_manager_finalize;
  looked_signal = g_signal_new ("looked", NWD_TYPE_NETWORK_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
nwd_network_manager_init (NwdNetworkManager *self)
{
  self->bridges = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_bridge_unref);
  self->uplinks = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_uplink_unref);
  self->managed = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_nic_profile_unref);
  self->doomed = nwd_nm_doomed_new ();
}

NwdNetworkManager *
nwd_network_manager_new (void)
{
  return g_object_new (NWD_TYPE_NETWORK_MANAGER, NULL);
}
