/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-activate.h"

#include "core/nwd-error.h"

static void
refuse_deactivated (NwdNmCall *call)
{
  g_autofree char *reason = nm_utils_enum_to_str (
    NM_TYPE_ACTIVE_CONNECTION_STATE_REASON, nm_active_connection_get_state_reason (call->active));

  nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED,
                      "NetworkManager gave its activation up (reason: %s)", reason);
}

static gboolean
is_over (NwdNmCall *call)
{
  if (call->is_ready (call))
    nwd_nm_call_return (call);
  else if (nm_active_connection_get_state (call->active) >= NM_ACTIVE_CONNECTION_STATE_DEACTIVATING)
    refuse_deactivated (call);
  else
    return FALSE;
  return TRUE;
}

static void
on_activated (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  g_clear_object (&call->active);
  call->active = nm_client_activate_connection_finish (NM_CLIENT (client), result, &error);
  if (call->active)
    nwd_nm_call_wait (call, is_over);
  else
    nwd_nm_call_fail (call, error);
}

void
nwd_nm_activate (NwdNmCall *call, NMRemoteConnection *profile, gboolean (*is_ready) (NwdNmCall *))
{
  call->is_ready = is_ready;
  if (!nwd_nm_call_is_connected (call))
    nwd_nm_call_refuse (call, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "NetworkManager went away");
  else
    nm_client_activate_connection_async (nwd_nm_call_get_client (call), NM_CONNECTION (profile),
                                         call->device, NULL, nwd_nm_call_get_cancellable (call),
                                         on_activated, call);
}

static void
on_added (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;
  g_autoptr (NMRemoteConnection) profile
    = nm_client_add_connection2_finish (NM_CLIENT (client), result, NULL, &error);

  if (profile)
    nwd_nm_activate (call, profile, call->is_ready);
  else
    nwd_nm_call_fail (call, error);
}

void
nwd_nm_add (NwdNmCall *call, gboolean waits, GAsyncReadyCallback done)
{
  nm_client_add_connection2 (nwd_nm_call_get_client (call),
                             nm_connection_to_dbus (call->profile, NM_CONNECTION_SERIALIZE_ALL),
                             (call->transient ? NM_SETTINGS_ADD_CONNECTION2_FLAG_IN_MEMORY
                                              : NM_SETTINGS_ADD_CONNECTION2_FLAG_TO_DISK)
                               | (waits ? NM_SETTINGS_ADD_CONNECTION2_FLAG_BLOCK_AUTOCONNECT
                                        : NM_SETTINGS_ADD_CONNECTION2_FLAG_NONE),
                             NULL, TRUE, nwd_nm_call_get_cancellable (call), done, call);
}

void
nwd_nm_activate_new (NwdNmCall *call, NMDevice *device, gboolean (*is_ready) (NwdNmCall *))
{
  g_set_object (&call->device, device);
  call->is_ready = is_ready;
  nwd_nm_add (call, /* waits= */ TRUE, on_added);
}
