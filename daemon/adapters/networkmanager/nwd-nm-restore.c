/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-activate.h"
#include "nwd-nm-change.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-ip.h"
#include "nwd-nm-live.h"
#include "nwd-nm-profile.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

/* A bridge as it was: its profile, as whoever wrote it, and what it had, whatever that says. */

static gboolean
is_ready (NwdNmCall *call)
{
  return nwd_nm_view_is_ready (nwd_nm_call_get_device (call), call->uuid, call->mtu);
}

/* A bridge that has addresses gets them when it is there: else NetworkManager would wait for its
 * first port. */
static void
give_addresses (NwdNmCall *call)
{
  NMRemoteConnection *own
    = nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid);
  g_autoptr (NMConnection) was = nwd_nm_profile_from_settings (call->bridge->settings);

  if (own)
    nwd_nm_change (call, own, was);
  else
    nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "somebody deleted its profile");
}

static void
make_anew (NwdNmCall *call, NMConnection *was)
{
  g_autoptr (NwdIpConfig) none = nwd_ip_config_new ();

  call->next = give_addresses;
  call->profile = nm_simple_connection_new_clone (was);
  nwd_nm_ip_set (call->profile, none, NULL, NULL);
  nwd_nm_activate_new (call, /* device= */ NULL, is_ready);
}

/* Is there something left of an earlier bridge, which is about to go? */
static gboolean
is_leaving (NwdNmCall *call, NMRemoteConnection *own)
{
  return own ? nwd_network_manager_is_doomed (call->manager, call->uuid, 0)
             : nwd_nm_call_get_device (call) != NULL;
}

static gboolean
restore (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  g_autoptr (NMConnection) was = nwd_nm_profile_from_settings (call->bridge->settings);
  NMRemoteConnection *own = nm_client_get_connection_by_uuid (client, call->bridge->profile_id);

  if (!was)
    {
      nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "what its profile said is not known");
      return TRUE;
    }
  if (is_leaving (call, own))
    return FALSE;
  nwd_network_manager_pardon (call->manager, call->bridge->profile_id);
  call->live = nwd_nm_live_new (was, call->live_mtu, call->bridge->addresses);
  call->is_ready = is_ready;
  call->mtu = nwd_nm_profile_get_mtu (was);
  if (own)
    nwd_nm_change (call, own, was);
  else
    make_anew (call, was);
  return TRUE;
}

void
nwd_nm_restore_bridge_async (NwdHostNetwork *manager,
                             NwdBridge *bridge,
                             guint mtu,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "put back bridge", bridge->name,
                                     callback, user_data);

  if (!call)
    return;
  call->bridge = nwd_bridge_ref (bridge);
  call->uuid = g_strdup (bridge->profile_id);
  call->live_mtu = mtu;
  call->transient = bridge->transient;
  nwd_nm_call_wait (call, restore);
}
