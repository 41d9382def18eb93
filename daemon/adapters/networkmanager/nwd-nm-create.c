/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-activate.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-profile.h"
#include "nwd-nm-settle.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"

#include <net/if.h>

static gboolean
is_undone (NwdNmCall *call)
{
  if (nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid)
      || !nwd_nm_call_is_link_gone (call))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

/* The profile may not be there yet, or not before NetworkManager comes back: it is doomed now, and
 * the call waits for its end only as long as there is somebody to wait for. An interface of the
 * name was not there before: NetworkManager made it for us, maybe before it was asked to activate.
 */
static void
undo (NwdNmCall *call)
{
  nwd_network_manager_doom (call->manager, call->uuid, call->name);
  if (nwd_nm_call_is_connected (call))
    nwd_nm_call_wait (call, is_undone);
  else
    nwd_nm_call_return (call);
}

static gboolean
is_ready (NwdNmCall *call)
{
  NMDevice *device = nwd_nm_call_get_device (call);

  return nwd_nm_view_is_ready (device, call->uuid, call->mtu);
}

static gboolean
refuse_foreign (NwdNmCall *call, NMClient *client)
{
  NMRemoteConnection *foreign = nwd_nm_view_foreign_profile (client, call->name);
  g_autofree char *quoted = NULL;

  if (!foreign)
    return FALSE;
  quoted = nwd_name_quote (nm_connection_get_id (NM_CONNECTION (foreign)));
  nwd_nm_call_refuse (call, NWD_ERROR_ALREADY_EXISTS,
                      "NetworkManager has a profile %s for an interface of that name", quoted);
  return TRUE;
}

static gboolean
refuse_own (NwdNmCall *call, NMClient *client)
{
  if (!nwd_nm_view_our_profile (client, call->name, TRUE))
    return FALSE;
  nwd_nm_call_refuse (call, NWD_ERROR_ALREADY_EXISTS, "it is there already, and ours");
  return TRUE;
}

/* An interface that exists is never taken over: NetworkManager would wipe its addresses. The kernel
 * is asked, who knows of it before NetworkManager does. */
static gboolean
refuse_link (NwdNmCall *call)
{
  if (if_nametoindex (call->name) == 0)
    return FALSE;
  nwd_nm_call_refuse (call, NWD_ERROR_ALREADY_EXISTS,
                      "an interface of that name exists, and is not ours");
  return TRUE;
}

static gboolean
refuse_sleep (NwdNmCall *call, NMClient *client)
{
  if (nm_client_networking_get_enabled (client))
    return FALSE;
  nwd_nm_call_refuse (call, NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
                      "networking is switched off in NetworkManager");
  return TRUE;
}

/* Is there still something of an earlier bridge, about to go? */
static gboolean
is_vacating (NwdNmCall *call, NMClient *client)
{
  NMRemoteConnection *own = nwd_nm_view_our_profile (client, call->name, TRUE);
  guint link = if_nametoindex (call->name);

  if (own
      && nwd_network_manager_is_doomed (call->manager, nm_connection_get_uuid (NM_CONNECTION (own)),
                                        0))
    return TRUE;
  if (link)
    return nwd_network_manager_is_doomed (call->manager, NULL, link);
  return nwd_nm_view_device (client, call->name) != NULL;
}

/* Whoever made the profile ended before it was activated, or somebody has taken the bridge down. */
static gboolean
activate_own (NwdNmCall *call, NMClient *client)
{
  NMRemoteConnection *own = nwd_nm_view_our_profile (client, call->name, TRUE);
  g_autoptr (NwdBridge) there = own ? nwd_nm_profile_read (NM_CONNECTION (own)) : NULL;
  g_autoptr (NwdBridge) wanted = nwd_nm_profile_read (call->profile);

  if (!there || there->mtu != wanted->mtu || if_nametoindex (call->name) > 0
      || !g_str_equal (there->attachment_id, wanted->attachment_id))
    return FALSE;
  g_free (call->uuid);
  call->uuid = g_strdup (there->profile_id);
  nwd_nm_activate (call, own, is_ready);
  return TRUE;
}

/* Somebody may have made one of these while the profiles were read. */
static gboolean
add_new (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);

  if (refuse_own (call, client) || refuse_link (call) || refuse_foreign (call, client))
    return TRUE;
  call->undo = undo;
  nwd_nm_activate_new (call, /* device= */ NULL, is_ready);
  return TRUE;
}

/* What is known to be wrong is refused without asking NetworkManager, which may not answer. */
static gboolean
add (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);

  if (is_vacating (call, client))
    return FALSE;
  if (!refuse_sleep (call, client) && !activate_own (call, client) && !refuse_own (call, client)
      && !refuse_link (call))
    nwd_nm_settle (call, add_new);
  return TRUE;
}

void
nwd_nm_create_async (NwdHostNetwork *manager,
                     const char *name,
                     const char *attachment_id,
                     guint mtu,
                     gboolean transient,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "create bridge", name, callback, user_data);
  GError *error = NULL;

  if (!call)
    return;
  call->mtu = mtu;
  call->transient = transient;
  call->profile = nwd_nm_profile_new (name, attachment_id, mtu, &error);
  if (!call->profile)
    {
      nwd_nm_call_fail (call, error);
      return;
    }
  call->uuid = g_strdup (nm_connection_get_uuid (call->profile));
  nwd_nm_call_wait (call, add);
}
