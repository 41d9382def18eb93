/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-change.h"

#include "nwd-nm-activate.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-ip.h"
#include "nwd-nm-live.h"
#include "nwd-nm-profile.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

static void write_profile (NwdNmCall *call, NMConnection *settings);

/* Puts the old profile back, and the interface to what it says. A NetworkManager that went away
 * kept the one or the other: the bridges told when it is back say which. */
static void
undo (NwdNmCall *call)
{
  call->mtu = nwd_nm_profile_get_mtu (call->profile);
  call->reset = FALSE;
  g_clear_pointer (&call->ip, nwd_ip_config_unref);
  g_clear_object (&call->live);
  call->is_ready = NULL;
  if (nwd_nm_call_is_connected (call))
    write_profile (call, call->profile);
  else
    nwd_nm_call_return (call);
}

static gboolean
is_as_wanted (NwdNmCall *call, NMDevice *device)
{
  if (call->live)
    return nwd_nm_live_is_applied (device, call->live);
  return (call->mtu == 0 || nm_device_get_mtu (device) == call->mtu)
         && (!call->ip || nwd_nm_ip_is_exact (device, call->ip));
}

/* An interface that is not the profile's has nothing of it. */
static gboolean
is_applied (NwdNmCall *call)
{
  NMDevice *device = nwd_nm_call_get_device (call);

  if (nwd_nm_view_is_held (device, call->uuid) && !is_as_wanted (call, device))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

static void
on_reapplied (GObject *device, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (nm_device_reapply_finish (NM_DEVICE (device), result, &error))
    nwd_nm_call_wait (call, is_applied);
  else
    nwd_nm_call_fail (call, error);
}

/* Reapply keeps a bridge's ports, activating it again would drop them. */
static gboolean
apply (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  NMDevice *device = nwd_nm_view_device (client, call->name);
  NMRemoteConnection *profile = nm_client_get_connection_by_uuid (client, call->uuid);

  if (profile && nwd_nm_profile_get_mtu (NM_CONNECTION (profile)) != call->mtu)
    return FALSE;
  if (nwd_nm_view_is_held (device, call->uuid))
    nm_device_reapply_async (device, call->live, 0,
                             call->reset || call->live
                               ? NM_DEVICE_REAPPLY_FLAGS_NONE
                               : NM_DEVICE_REAPPLY_FLAGS_PRESERVE_EXTERNAL_IP,
                             nwd_nm_call_get_cancellable (call), on_reapplied, call);
  else if (profile && call->is_ready)
    nwd_nm_activate (call, profile, call->is_ready);
  else
    nwd_nm_call_return (call);
  return TRUE;
}

static void
on_written (GObject *profile, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;
  g_autoptr (GVariant) answer
    = nm_remote_connection_update2_finish (NM_REMOTE_CONNECTION (profile), result, &error);

  if (answer)
    nwd_nm_call_wait (call, apply);
  else
    nwd_nm_call_fail (call, error);
}

static void
write_profile (NwdNmCall *call, NMConnection *settings)
{
  NMRemoteConnection *profile
    = nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid);

  if (profile)
    nm_remote_connection_update2 (profile,
                                  nm_connection_to_dbus (settings, NM_CONNECTION_SERIALIZE_ALL),
                                  NM_SETTINGS_UPDATE2_FLAG_NO_REAPPLY, NULL,
                                  nwd_nm_call_get_cancellable (call), on_written, call);
  else
    nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "somebody deleted its profile");
}

void
nwd_nm_change (NwdNmCall *call, NMRemoteConnection *profile, NMConnection *settings)
{
  g_free (call->uuid);
  call->uuid = g_strdup (nm_connection_get_uuid (NM_CONNECTION (profile)));
  g_clear_object (&call->profile);
  call->profile = nm_simple_connection_new_clone (NM_CONNECTION (profile));
  call->undo = undo;
  write_profile (call, settings);
}

/* The profile of the bridge that the call is about; NULL: the call has ended. */
static NMRemoteConnection *
find_profile (NwdNmCall *call)
{
  NMRemoteConnection *profile
    = nwd_nm_view_our_profile (nwd_nm_call_get_client (call), call->name, TRUE);

  if (!profile)
    nwd_nm_call_refuse (call, NWD_ERROR_NOT_FOUND, "there is no bridge of ours with that name");
  return profile;
}

void
nwd_nm_set_mtu_async (NwdHostNetwork *manager,
                      const char *name,
                      guint mtu,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "change the MTU of bridge",
                                     name, callback, user_data);
  NMRemoteConnection *profile = call ? find_profile (call) : NULL;
  g_autoptr (NMConnection) changed = NULL;

  if (!profile)
    return;
  call->mtu = mtu;
  changed = nwd_nm_profile_with_mtu (NM_CONNECTION (profile), mtu);
  nwd_nm_change (call, profile, changed);
}

static gboolean
is_ready (NwdNmCall *call)
{
  NMDevice *device = nwd_nm_call_get_device (call);

  return nwd_nm_view_is_ready (device, call->uuid, call->mtu);
}

void
nwd_nm_reset_bridge_async (NwdHostNetwork *manager,
                           const char *name,
                           const char *attachment_id,
                           guint mtu,
                           NwdIpConfig *ip,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "set up bridge", name, callback, user_data);
  NMRemoteConnection *profile = call ? find_profile (call) : NULL;
  g_autoptr (NMConnection) changed = NULL;
  GError *error = NULL;

  if (!profile)
    return;
  call->mtu = mtu;
  call->reset = TRUE;
  call->ip = nwd_ip_config_ref (ip);
  call->is_ready = is_ready;
  changed = nwd_nm_profile_as_made (
    NM_CONNECTION (profile), attachment_id, mtu, ip,
    nwd_nm_call_find_like (call, &ip->ipv4, NM_CONNECTION (profile)),
    nwd_nm_call_find_like (call, &ip->ipv6, NM_CONNECTION (profile)), &error);
  if (changed)
    nwd_nm_change (call, profile, changed);
  else
    nwd_nm_call_fail (call, error);
}
