/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-network-manager.h"

/* The changes of NwdHostNetwork, a file each; their GTasks belong to @manager. */

void nwd_nm_create_async (NwdHostNetwork *manager,
                          const char *name,
                          const char *attachment_id,
                          guint mtu,
                          gboolean transient,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

void nwd_nm_set_mtu_async (NwdHostNetwork *manager,
                           const char *name,
                           guint mtu,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

void nwd_nm_delete_async (NwdHostNetwork *manager,
                          const char *name,
                          NwdBridgeLoose loose,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

void nwd_nm_set_managed_async (NwdHostNetwork *manager,
                               const char *name,
                               gboolean managed,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

void nwd_nm_reset_bridge_async (NwdHostNetwork *manager,
                                const char *name,
                                const char *attachment_id,
                                guint mtu,
                                NwdIpConfig *ip,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

void nwd_nm_restore_bridge_async (NwdHostNetwork *manager,
                                  NwdBridge *bridge,
                                  guint mtu,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

void nwd_nm_put_uplink_async (NwdHostNetwork *manager,
                              NwdUplink *uplink,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

void nwd_nm_remove_uplink_async (NwdHostNetwork *manager,
                                 NwdUplink *uplink,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

void nwd_nm_create_checkpoint_async (NwdHostNetwork *manager,
                                     const char *const *names,
                                     guint seconds,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

void nwd_nm_extend_checkpoint_async (NwdHostNetwork *manager,
                                     const char *id,
                                     guint seconds,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

void nwd_nm_end_checkpoint_async (NwdHostNetwork *manager,
                                  const char *id,
                                  gboolean restore,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
