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

/* The interface is not the profile's: it stays when that goes. */
#define NO_LINK ""

/* Of the profile of the call nothing is left. */
static gboolean
is_gone (NwdNmCall *call)
{
  return !nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), call->uuid)
         && !nwd_nm_view_is_held (nwd_nm_call_get_device (call), call->uuid);
}

static NMRemoteConnection *
find_profile (NwdNmCall *call, const char *uuid)
{
  return nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), uuid);
}

/* --- put --- */

static gboolean
is_undone (NwdNmCall *call)
{
  if (!is_gone (call) || (call->uplink->vlan && !nwd_nm_call_is_link_gone (call)))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

/* Whenever and wherever the profile shows up, it goes; the call waits for it while it can. */
static void
undo_put (NwdNmCall *call)
{
  nwd_network_manager_doom (call->manager, call->uuid,
                            call->uplink->vlan ? call->uplink->device : NO_LINK);
  if (nwd_nm_call_is_connected (call))
    nwd_nm_call_wait (call, is_undone);
  else
    nwd_nm_call_return (call);
}

/* What is put back is so without its NIC, too, which may have gone since: the profile waits for it.
 */
static gboolean
waits_for_nic (NwdNmCall *call)
{
  const NwdUplink *uplink = call->uplink;
  gboolean gone = !nwd_nm_view_device (nwd_nm_call_get_client (call), uplink->nic);

  return uplink->absent || (gone && *uplink->settings);
}

/* Addresses that others give come when they come. */
static gboolean
is_up (NMDevice *device, const NwdUplink *uplink, const char *uuid)
{
  if (!nwd_nm_view_is_held (device, uuid))
    return FALSE;
  if (nm_device_get_state (device) == NM_DEVICE_STATE_ACTIVATED)
    return nwd_nm_ip_is_applied (device, uplink->ip);
  return !*uplink->bridge && !nwd_ip_family_is_static (&uplink->ip->ipv4)
         && !nwd_ip_family_is_static (&uplink->ip->ipv6)
         && nwd_nm_view_is_set_up (device, uuid, uplink->mtu);
}

static gboolean
is_ready (NwdNmCall *call)
{
  return is_up (nwd_nm_call_get_device (call), call->uplink, call->uuid);
}

/* The profile by which the NIC is configured before, or a bond; NULL none. */
static NMConnection *
find_beneath (NwdNmCall *call)
{
  const char *before = call->uplink->before;
  NMRemoteConnection *profile = *before ? find_profile (call, before) : NULL;

  return profile ? NM_CONNECTION (profile) : NULL;
}

/* What it should say, by the UUID of @own (NULL: a new one), or what it said. */
static NMConnection *
make_profile (NwdNmCall *call, NMConnection *own, GError **error)
{
  const NwdUplink *uplink = call->uplink;
  NMConnection *like4 = nwd_nm_call_find_like (call, &uplink->ip->ipv4, own);
  NMConnection *like6 = nwd_nm_call_find_like (call, &uplink->ip->ipv6, own);
  NMConnection *was = nwd_nm_profile_from_settings (uplink->settings);

  if (was)
    return was;
  if (own)
    return nwd_nm_profile_as_uplink (own, uplink, like4, like6, error);
  return nwd_nm_profile_new_uplink (uplink, find_beneath (call), like4, like6, error);
}

/* What it is to have, whatever @profile says. */
static void
set_live (NwdNmCall *call, NMConnection *profile)
{
  const NwdUplink *uplink = call->uplink;

  if (uplink->live_mtu && !call->live)
    call->live = nwd_nm_live_new (profile, uplink->live_mtu, uplink->addresses);
}

/* What is put back is put back though it may be so. */
static gboolean
is_as_wanted (NwdNmCall *call, NMConnection *own)
{
  NMDevice *device = nwd_nm_call_get_device (call);
  g_autoptr (NwdUplink) said = nwd_nm_profile_read_uplink (own);

  if (call->uplink->live_mtu || !is_up (device, call->uplink, nm_connection_get_uuid (own)))
    return FALSE;
  return nm_device_get_mtu (device) == call->mtu && said->mtu == call->mtu && said->autoconnect
         && nwd_nm_ip_is_exact (device, call->uplink->ip)
         && (*call->uplink->bridge || nwd_ip_config_equal (said->ip, call->uplink->ip));
}

/* One of ours that says something else, or that somebody has taken from the NIC, which is none of
 * the bridge then. One that NetworkManager is about to activate is waited for. */
static gboolean
put_right (NwdNmCall *call, NMRemoteConnection *own)
{
  const char *uuid = nm_connection_get_uuid (NM_CONNECTION (own));
  NMDevice *device = nwd_nm_call_get_device (call);
  g_autoptr (NMConnection) changed = NULL;
  GError *error = NULL;

  if (nwd_nm_view_is_held (device, uuid) && !nwd_nm_view_is_set_up (device, uuid, 0))
    return FALSE;
  if (is_as_wanted (call, NM_CONNECTION (own)))
    {
      nwd_nm_call_return (call);
      return TRUE;
    }
  if (!call->uplink->vlan)
    g_set_object (&call->device, device);
  call->is_ready = waits_for_nic (call) ? NULL : is_ready;
  call->reset = TRUE;
  call->ip = *call->uplink->bridge ? NULL : nwd_ip_config_ref (call->uplink->ip);
  changed = make_profile (call, NM_CONNECTION (own), &error);
  if (!changed)
    {
      nwd_nm_call_fail (call, error);
      return TRUE;
    }
  set_live (call, changed);
  nwd_nm_change (call, own, changed);
  return TRUE;
}

/* Its ports would stay with the profile that they name. */
static gboolean
refuse_bond (NwdNmCall *call)
{
  const GPtrArray *profiles = nm_client_get_connections (nwd_nm_call_get_client (call));

  for (guint i = 0; *call->uplink->before && i < profiles->len; i++)
    {
      NMSettingConnection *port = nm_connection_get_setting_connection (profiles->pdata[i]);

      if (g_strcmp0 (nm_setting_connection_get_master (port), call->uplink->before) != 0)
        continue;
      nwd_nm_call_refuse (call, NWD_ERROR_NOT_SUPPORTED,
                          "profile %s of its port names its profile by UUID; it should name the "
                          "interface",
                          nm_setting_connection_get_id (port));
      return TRUE;
    }
  return FALSE;
}

static void
on_saved (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;
  g_autoptr (NMRemoteConnection) profile
    = nm_client_add_connection2_finish (NM_CLIENT (client), result, NULL, &error);

  if (profile)
    nwd_nm_call_return (call);
  else
    nwd_nm_call_fail (call, error);
}

/* It has all that its profile says; now what it had. */
static void
apply_live (NwdNmCall *call)
{
  NMRemoteConnection *own = find_profile (call, call->uuid);
  g_autoptr (NMConnection) profile = g_object_ref (call->profile);

  set_live (call, profile);
  if (own)
    nwd_nm_change (call, own, profile);
  else
    nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "somebody deleted its profile");
}

static void
put_new (NwdNmCall *call)
{
  NMDevice *device = call->uplink->vlan ? NULL : nwd_nm_call_get_device (call);
  GError *error = NULL;

  if (refuse_bond (call))
    return;
  call->profile = make_profile (call, NULL, &error);
  if (!call->profile)
    {
      nwd_nm_call_fail (call, error);
      return;
    }
  g_free (call->uuid);
  call->uuid = g_strdup (nm_connection_get_uuid (call->profile));
  nwd_network_manager_pardon (call->manager, call->uuid);
  call->undo = undo_put;
  call->next = call->uplink->live_mtu && !waits_for_nic (call) ? apply_live : NULL;
  if (waits_for_nic (call))
    nwd_nm_add (call, /* waits= */ FALSE, on_saved);
  else
    nwd_nm_activate_new (call, device, is_ready);
}

/* One of ours that is about to go is waited for. */
static gboolean
put (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  NMRemoteConnection *own = nwd_nm_view_port_profile (client, call->name, NULL, TRUE);

  if (own
      && nwd_network_manager_is_doomed (call->manager, nm_connection_get_uuid (NM_CONNECTION (own)),
                                        0))
    return FALSE;
  if (own && !g_str_equal (nwd_nm_profile_get_bridge (NM_CONNECTION (own)), call->uplink->bridge))
    nwd_nm_call_refuse (call, NWD_ERROR_ALREADY_EXISTS, "it carries another network of ours");
  else if (!waits_for_nic (call) && !nwd_nm_view_device (client, call->uplink->nic))
    nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "NetworkManager does not know it");
  else if (own)
    return put_right (call, own);
  else
    put_new (call);
  return TRUE;
}

void
nwd_nm_put_uplink_async (NwdHostNetwork *manager,
                         NwdUplink *uplink,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "set up NIC", uplink->device,
                                     callback, user_data);

  if (!call)
    return;
  call->uplink = nwd_uplink_ref (uplink);
  call->transient = uplink->transient;
  call->mtu = uplink->mtu;
  nwd_nm_call_wait (call, put);
}

/* --- remove --- */

static gboolean drop (NwdNmCall *call);

static void
doom_rest (NwdNmCall *call)
{
  if (nwd_nm_call_is_lost (call))
    nwd_network_manager_doom (call->manager, call->uuid,
                              call->uplink->vlan ? call->uplink->device : NO_LINK);
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

/* Is the NIC configured by the profile that it had before, as far as that depends on this host? */
static gboolean
is_as_before (NwdNmCall *call)
{
  return nwd_nm_view_is_set_up (nwd_nm_call_get_device (call), call->uplink->before, 0);
}

/* Without one NetworkManager activates nothing, and configures it by itself when there is one. */
static gboolean
has_carrier (NMDevice *device)
{
  return nm_device_get_state (device) > NM_DEVICE_STATE_UNAVAILABLE;
}

/* Whoever has configured it since, while ours did not hold it, keeps it. */
static gboolean
is_somebody_elses (NwdNmCall *call, NMDevice *device)
{
  NMActiveConnection *active = nm_device_get_active_connection (device);

  return active && !call->holds_link && !nwd_nm_view_is_held (device, call->uplink->before)
         && !(nm_active_connection_get_state_flags (active) & NM_ACTIVATION_STATE_FLAG_EXTERNAL);
}

/* Its own profile took the place of another one, which NetworkManager may be activating already. */
static gboolean
configure_again (NwdNmCall *call)
{
  NMRemoteConnection *before
    = *call->uplink->before ? find_profile (call, call->uplink->before) : NULL;
  NMDevice *device = nwd_nm_call_get_device (call);

  if (!before || !device || !has_carrier (device) || is_as_before (call)
      || is_somebody_elses (call, device))
    {
      nwd_nm_call_return (call);
      return TRUE;
    }
  if (nwd_nm_view_is_held (device, call->uplink->before))
    return FALSE;
  call->undo = NULL;
  g_set_object (&call->device, device);
  nwd_nm_activate (call, before, is_as_before);
  return TRUE;
}

/* Copies go first, as with bridges. */
static gboolean
drop (NwdNmCall *call)
{
  NMRemoteConnection *own = nwd_nm_view_port_profile (nwd_nm_call_get_client (call), call->name,
                                                      call->uplink->bridge, FALSE);

  if (call->uuid && (!is_gone (call) || (call->uplink->vlan && !nwd_nm_call_is_link_gone (call))))
    return FALSE;
  if (!own)
    return configure_again (call);
  g_free (call->uuid);
  call->uuid = g_strdup (nm_connection_get_uuid (NM_CONNECTION (own)));
  call->holds_link |= nwd_nm_view_is_held (nwd_nm_call_get_device (call), call->uuid);
  call->undo = doom_rest;
  nm_remote_connection_delete_async (own, nwd_nm_call_get_cancellable (call), on_deleted, call);
  return TRUE;
}

void
nwd_nm_remove_uplink_async (NwdHostNetwork *manager,
                            NwdUplink *uplink,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  NwdNmCall *call = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "release NIC", uplink->device,
                                     callback, user_data);

  if (!call)
    return;
  call->uplink = nwd_uplink_ref (uplink);
  nwd_nm_call_wait (call, drop);
}
