/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-activate.h"
#include "nwd-nm-change.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-profile.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

/* The interface is not the profile's: it stays when that goes. */
#define NO_LINK ""

static NMDevice *
get_device (NwdNmCall *call)
{
  return nwd_nm_view_device (nwd_nm_call_get_client (call), call->name);
}

/* Of the profile of the call nothing is left. */
static gboolean
is_gone (NwdNmCall *call)
{
  return !nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid)
         && !nwd_nm_view_is_held (get_device (call), call->uuid);
}

/* --- a port more --- */

static gboolean
is_undone (NwdNmCall *call)
{
  if (!is_gone (call))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

/* Whenever and wherever the profile shows up, it goes; the call waits for it while it can. */
static void
undo_add (NwdNmCall *call)
{
  nwd_network_manager_doom (call->manager, call->uuid, NO_LINK);
  if (nwd_nm_call_is_connected (call))
    nwd_nm_call_wait (call, is_undone);
  else
    nwd_nm_call_return (call);
}

static gboolean
is_port (NMDevice *device, const char *uuid)
{
  return nwd_nm_view_is_held (device, uuid)
         && nm_device_get_state (device) == NM_DEVICE_STATE_ACTIVATED;
}

static gboolean
is_ready (NwdNmCall *call)
{
  return is_port (get_device (call), call->uuid);
}

/* One of ours that has another MTU, or that somebody has taken from the NIC, which is none of the
 * bridge then. One that NetworkManager is about to activate is waited for. */
static gboolean
put_right (NwdNmCall *call, NMRemoteConnection *own)
{
  const char *uuid = nm_connection_get_uuid (NM_CONNECTION (own));
  NMDevice *device = get_device (call);
  g_autoptr (NMConnection) changed = NULL;

  if (nwd_nm_view_is_held (device, uuid) && !is_port (device, uuid))
    return FALSE;
  if (is_port (device, uuid) && nm_device_get_mtu (device) == call->mtu
      && nwd_nm_profile_get_mtu (NM_CONNECTION (own)) == call->mtu)
    {
      nwd_nm_call_return (call);
      return TRUE;
    }
  g_set_object (&call->device, device);
  call->is_ready = is_ready;
  changed = nwd_nm_profile_with_mtu (NM_CONNECTION (own), call->mtu);
  nwd_nm_change (call, own, changed);
  return TRUE;
}

/* One of ours that is about to go is waited for. */
static gboolean
add (NwdNmCall *call)
{
  NMRemoteConnection *own = nwd_nm_view_port_profile (nwd_nm_call_get_client (call), call->name);
  NMDevice *device = get_device (call);

  if (own
      && nwd_network_manager_is_doomed (call->manager, nm_connection_get_uuid (NM_CONNECTION (own)),
                                        0))
    return FALSE;
  if (own
      && !g_str_equal (nwd_nm_profile_get_bridge (NM_CONNECTION (own)),
                       nwd_nm_profile_get_bridge (call->profile)))
    nwd_nm_call_refuse (call, NWD_ERROR_ALREADY_EXISTS, "it is a port of another bridge of ours");
  else if (!device)
    nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "NetworkManager does not know it");
  else if (own)
    return put_right (call, own);
  else
    {
      call->undo = undo_add;
      nwd_nm_activate_new (call, device, is_ready);
    }
  return TRUE;
}

void
nwd_nm_add_port_async (NwdHostNetwork *manager,
                       const char *nic,
                       const char *bridge,
                       guint mtu,
                       gboolean transient,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "make a port of NIC", nic,
                                     callback, user_data);
  GError *error = NULL;

  if (!call)
    return;
  call->transient = transient;
  call->profile = nwd_nm_profile_new_port (nic, bridge, mtu, &error);
  if (!call->profile)
    {
      nwd_nm_call_fail (call, error);
      return;
    }
  call->uuid = g_strdup (nm_connection_get_uuid (call->profile));
  call->mtu = mtu;
  nwd_nm_call_wait (call, add);
}

/* --- a port less --- */

static gboolean drop (NwdNmCall *call);

static void
doom_rest (NwdNmCall *call)
{
  if (nwd_nm_call_is_lost (call))
    nwd_network_manager_doom (call->manager, call->uuid, NO_LINK);
  nwd_nm_call_return (call);
}

/* As with bridges, a refusal is not believed at once. */
static void
on_deleted (GObject *profile, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  g_autoptr (GError) error = NULL;

  if (!nm_remote_connection_delete_finish (NM_REMOTE_CONNECTION (profile), result, &error)
      && (error->domain == G_IO_ERROR || nwd_nm_call_is_absence (error)))
    {
      nwd_nm_call_fail (call, g_steal_pointer (&error));
      return;
    }
  if (error)
    nwd_nm_call_keep_refusal (call, g_steal_pointer (&error));
  nwd_nm_call_wait (call, drop);
}

static gboolean
drop (NwdNmCall *call)
{
  NMRemoteConnection *own = nwd_nm_view_port_profile (nwd_nm_call_get_client (call), call->name);

  if (call->uuid && !is_gone (call))
    return FALSE;
  if (!own)
    {
      nwd_nm_call_return (call);
      return TRUE;
    }
  g_free (call->uuid);
  call->uuid = g_strdup (nm_connection_get_uuid (NM_CONNECTION (own)));
  call->undo = doom_rest;
  nm_remote_connection_delete_async (own, nwd_nm_call_get_cancellable (call), on_deleted, call);
  return TRUE;
}

void
nwd_nm_remove_port_async (NwdHostNetwork *manager,
                          const char *nic,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "make no port of NIC", nic,
                                     callback, user_data);

  if (call)
    nwd_nm_call_wait (call, drop);
}
