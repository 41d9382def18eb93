/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-call.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-view.h"

#include <net/if.h>

static gboolean delete_profiles (NwdNmCall *call);

static gboolean
is_gone (NwdNmCall *call)
{
  if (nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid))
    return FALSE;
  return delete_profiles (call);
}

/* A NetworkManager that ended at it may have deleted the profile and left the interface, or
 * neither. Both are on their way out still: the bridge can be made anew when they are gone. */
static void
doom_rest (NwdNmCall *call)
{
  if (call->holds_link && nwd_nm_call_is_lost (call))
    nwd_network_manager_doom (call->manager, call->uuid, call->name);
  nwd_nm_call_return (call);
}

/* A refusal is not believed at once: somebody else, or a try of ours that was given up, may be
 * deleting the profile already. */
static void
on_deleted (GObject *profile, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  g_autoptr (GError) error = NULL;

  if (nm_remote_connection_delete_finish (NM_REMOTE_CONNECTION (profile), result, &error))
    nwd_nm_call_wait (call, is_gone);
  else if (error->domain == G_IO_ERROR || nwd_nm_call_is_absence (error))
    nwd_nm_call_fail (call, g_steal_pointer (&error));
  else
    {
      nwd_nm_call_keep_refusal (call, g_steal_pointer (&error));
      nwd_nm_call_wait (call, is_gone);
    }
}

/* Is the interface on its way out, its profile deleted already by an earlier request? */
static gboolean
is_leaving (NMClient *client, NMDevice *device)
{
  NMActiveConnection *active = device ? nm_device_get_active_connection (device) : NULL;

  if (device && nm_device_get_state (device) == NM_DEVICE_STATE_DEACTIVATING)
    return TRUE;
  return active
         && !nm_client_get_connection_by_uuid (client, nm_active_connection_get_uuid (active));
}

static void
tell_loose (NwdNmCall *call)
{
  NwdBridgeLoose loose = g_steal_pointer (&call->loose);

  if (loose)
    loose (call->loose_data);
}

/* Is what was made for a profile on its way out? A NetworkManager that has just started may not
 * know of it yet: the kernel does. */
static gboolean
is_doomed (NwdNmCall *call)
{
  guint link = if_nametoindex (call->name);

  if (link == 0 || !nwd_network_manager_is_doomed (call->manager, NULL, link))
    return FALSE;
  nwd_network_manager_look_later (call->manager);
  return TRUE;
}

/* The interface goes only where a profile of ours made it: another one of that name that came while
 * ours was away is somebody else's. */
static gboolean
is_link_gone (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  NMDevice *device = nwd_nm_call_get_device (call);

  if (call->holds_link && nwd_nm_view_is_loose (client, call->name))
    tell_loose (call);
  if (is_leaving (client, device) || is_doomed (call)
      || (call->holds_link && !nwd_nm_call_is_link_gone (call)))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

/* Whoever copied our profile copied its tag: the copies go first, else NetworkManager would bring
 * the bridge back for one of them. */
static gboolean
delete_profiles (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  NMRemoteConnection *profile = nwd_nm_view_our_profile (client, call->name, FALSE);

  if (!profile)
    return is_link_gone (call);
  g_free (call->uuid);
  call->uuid = g_strdup (nm_connection_get_uuid (NM_CONNECTION (profile)));
  call->holds_link |= nwd_nm_view_is_held (nwd_nm_call_get_device (call), call->uuid);
  call->undo = doom_rest;
  nm_remote_connection_delete_async (profile, nwd_nm_call_get_cancellable (call), on_deleted, call);
  return TRUE;
}

void
nwd_nm_delete_async (NwdHostNetwork *manager,
                     const char *name,
                     NwdBridgeLoose loose,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "delete bridge", name, callback, user_data);

  if (!call)
    return;
  call->loose = loose;
  call->loose_data = user_data;
  nwd_nm_call_wait (call, delete_profiles);
}
