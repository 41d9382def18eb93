/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-backend.h"
#include "core/nwd-bridge.h"
#include "core/nwd-nic-profile.h"
#include "core/nwd-uplink.h"

#include <gio/gio.h>

/* What keeps the host's bridges: NetworkManager.
 *
 * Thread: every function is called, and every callback and listener runs, on the main context.
 * Order: bridges_changed() with all that carries our tag, bridges and what carries networks, and
 *   managed_changed() with all NICs that are managed come right before state_changed() tells that
 *   it is connected, and each again whenever one of them comes, changes or goes; only then. Its
 *   work is asynchronous; of calls about one bridge, NIC or VLAN, one at a time is the engine's
 *   promise.
 * Errors: NWD_ERROR_HOST_NETWORK_UNAVAILABLE when the service is not there or went away during the
 *   call; NWD_ERROR_ALREADY_EXISTS when an interface or profile that is not ours has the name;
 *   NWD_ERROR_NOT_SUPPORTED for bonds whose ports know their profile by its UUID;
 *   NWD_ERROR_SETUP_FAILED for what the service refused, its text kept. A call that fails leaves
 *   nothing behind: no profile, no bridge; one that puts back may have put back a part.
 * It never activates a bridge that is active, never touches a profile without our tag. */
#define NWD_TYPE_HOST_NETWORK (nwd_host_network_get_type ())
G_DECLARE_INTERFACE (NwdHostNetwork, nwd_host_network, NWD, HOST_NETWORK, GObject)

/* A bridge that is being deleted is loose (nwd_host_network_is_bridge_loose()). */
typedef void (*NwdBridgeLoose) (gpointer user_data);

typedef struct
{
  void (*state_changed) (gpointer data);
  void (*bridges_changed) (GPtrArray *bridges, GPtrArray *uplinks, gpointer data);
  void (*managed_changed) (GPtrArray *nics, gpointer data); /* of NwdNicProfile */
} NwdHostNetworkListener;

struct _NwdHostNetworkInterface
{
  GTypeInterface parent;

  void (*start) (NwdHostNetwork *self, const NwdHostNetworkListener *listener, gpointer data);
  NwdBackendState (*get_state) (NwdHostNetwork *self);
  GPtrArray *(*get_bridges) (NwdHostNetwork *self);
  void (*create_bridge_async) (NwdHostNetwork *self,
                               const char *name,
                               const char *attachment_id,
                               guint mtu,
                               gboolean transient,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
  gboolean (*create_bridge_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*set_bridge_mtu_async) (NwdHostNetwork *self,
                                const char *name,
                                guint mtu,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*set_bridge_mtu_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*reset_bridge_async) (NwdHostNetwork *self,
                              const char *name,
                              const char *attachment_id,
                              guint mtu,
                              NwdIpConfig *ip,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
  gboolean (*reset_bridge_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*restore_bridge_async) (NwdHostNetwork *self,
                                NwdBridge *bridge,
                                guint mtu,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*restore_bridge_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*delete_bridge_async) (NwdHostNetwork *self,
                               const char *name,
                               NwdBridgeLoose loose,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
  gboolean (*delete_bridge_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  gboolean (*is_bridge_loose) (NwdHostNetwork *self, const char *name);
  void (*put_uplink_async) (NwdHostNetwork *self,
                            NwdUplink *uplink,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  gboolean (*put_uplink_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*remove_uplink_async) (NwdHostNetwork *self,
                               NwdUplink *uplink,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
  gboolean (*remove_uplink_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*set_managed_async) (NwdHostNetwork *self,
                             const char *name,
                             gboolean managed,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
  gboolean (*set_managed_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*create_checkpoint_async) (NwdHostNetwork *self,
                                   const char *const *names,
                                   guint seconds,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
  char *(*create_checkpoint_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*extend_checkpoint_async) (NwdHostNetwork *self,
                                   const char *id,
                                   guint seconds,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
  gboolean (*extend_checkpoint_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
  void (*end_checkpoint_async) (NwdHostNetwork *self,
                                const char *id,
                                gboolean restore,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*end_checkpoint_finish) (NwdHostNetwork *self, GAsyncResult *result, GError **error);
};

void nwd_host_network_start (NwdHostNetwork *self,
                             const NwdHostNetworkListener *listener,
                             gpointer data);

NwdBackendState nwd_host_network_get_state (NwdHostNetwork *self);

/* The bridges that carry our tag, as last told to the listener (of NwdBridge). */
GPtrArray *nwd_host_network_get_bridges (NwdHostNetwork *self);

/* Makes an isolated bridge: an on-disk, autoconnecting profile tagged with @attachment_id (""
 * for the unwired bridge), no address of any kind, no STP, @mtu bytes; done when the bridge is
 * there and up. Where there is such a profile of ours and only its bridge is not, it is activated.
 * @transient: the profile is not on disk, and gone when the host starts anew. */
void nwd_host_network_create_bridge_async (NwdHostNetwork *self,
                                           const char *name,
                                           const char *attachment_id,
                                           guint mtu,
                                           gboolean transient,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
nwd_host_network_create_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Changes the MTU of our bridge @name in profile and kernel without taking its ports from it. */
void nwd_host_network_set_bridge_mtu_async (NwdHostNetwork *self,
                                            const char *name,
                                            guint mtu,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
nwd_host_network_set_bridge_mtu_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Deletes our bridge @name with its profile; one that is gone already is no error. The service
 * deletes interfaces one after the other: @loose (NULL: nobody) is told with @user_data, at most
 * once and before @callback, that this one may be deleted by others, who are quicker. */
void nwd_host_network_delete_bridge_async (NwdHostNetwork *self,
                                           const char *name,
                                           NwdBridgeLoose loose,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
nwd_host_network_delete_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Is the interface @name there, without a profile of ours or one that is active on it? */
gboolean nwd_host_network_is_bridge_loose (NwdHostNetwork *self, const char *name);

/* Makes our bridge @name, and its profile, what they were when it was created with these, with the
 * host's addresses @ip: whoever gave it others, or changed the profile, loses that. It keeps its
 * ports; a bridge that is missing comes back. Addresses that are static are there when it is done,
 * if it has a port; others come in their own time. */
void nwd_host_network_reset_bridge_async (NwdHostNetwork *self,
                                          const char *name,
                                          const char *attachment_id,
                                          guint mtu,
                                          NwdIpConfig *ip,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
nwd_host_network_reset_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Makes @bridge as it was told to the listener: its profile, made anew where it is missing, and,
 * whatever that says, its addresses and an MTU of @mtu bytes. It keeps the ports that it has. */
void nwd_host_network_restore_bridge_async (NwdHostNetwork *self,
                                            NwdBridge *bridge,
                                            guint mtu,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
nwd_host_network_restore_bridge_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Makes @uplink carry what it is to carry, by an autoconnecting profile with our tag, on disk
 * unless it is transient; one that is so already is no error, and one that has another MTU, or
 * other addresses, gets these, without leaving its bridge. What else NetworkManager has configured
 * there goes. Where its NIC is absent, or gone when it is put back, the profile is all. */
void nwd_host_network_put_uplink_async (NwdHostNetwork *self,
                                        NwdUplink *uplink,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
nwd_host_network_put_uplink_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Takes our profile for that away, and a VLAN with it; what carries something else stays. The NIC
 * is configured again by the profile that it had before, where there is such a one still. Done when
 * that is so. One that has none is no error. How the NIC was otherwise, the service may have
 * forgotten. */
void nwd_host_network_remove_uplink_async (NwdHostNetwork *self,
                                           NwdUplink *uplink,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
nwd_host_network_remove_uplink_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Has NIC @name managed, or left alone, until the host starts anew; done when managed_changed() has
 * told so. What is configured there goes when it is left alone, as with any other client. */
void nwd_host_network_set_managed_async (NwdHostNetwork *self,
                                         const char *name,
                                         gboolean managed,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean
nwd_host_network_set_managed_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);

/* Makes a checkpoint of the service's own, of those of the interfaces @names that it knows: unless
 * it is ended within @seconds, the service makes of them what they are now, whether we run then or
 * not. It is lost when the service ends. Finish: what it is known by, also to those who run after
 * us, a new string; "" where it knows none of them. Errors: NWD_ERROR_BUSY when a checkpoint of
 * somebody else's is yet to decide on one of them. */
void nwd_host_network_create_checkpoint_async (NwdHostNetwork *self,
                                               const char *const *names,
                                               guint seconds,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
char *nwd_host_network_create_checkpoint_finish (NwdHostNetwork *self,
                                                 GAsyncResult *result,
                                                 GError **error);

/* It lasts @seconds from now. Errors: NWD_ERROR_NOT_FOUND: it is over. */
void nwd_host_network_extend_checkpoint_async (NwdHostNetwork *self,
                                               const char *id,
                                               guint seconds,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean nwd_host_network_extend_checkpoint_finish (NwdHostNetwork *self,
                                                    GAsyncResult *result,
                                                    GError **error);

/* Ends it, with @restore after it has done its work. Errors: likewise. */
void nwd_host_network_end_checkpoint_async (NwdHostNetwork *self,
                                            const char *id,
                                            gboolean restore,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
nwd_host_network_end_checkpoint_finish (NwdHostNetwork *self, GAsyncResult *result, GError **error);
