/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-view.h"

#include "nwd-nm-addresses.h"
#include "nwd-nm-ip.h"
#include "nwd-nm-profile.h"

static gboolean
is_for (NMConnection *profile, const char *name)
{
  return g_strcmp0 (nm_connection_get_interface_name (profile), name) == 0;
}

NMDevice *
nwd_nm_view_device (NMClient *client, const char *name)
{
  NMDevice *device = nm_client_get_device_by_iface (client, name);

  return device && nm_device_is_real (device) ? device : NULL;
}

gboolean
nwd_nm_view_is_held (NMDevice *device, const char *uuid)
{
  NMActiveConnection *active = device ? nm_device_get_active_connection (device) : NULL;

  return active && g_strcmp0 (nm_active_connection_get_uuid (active), uuid) == 0;
}

gboolean
nwd_nm_view_is_set_up (NMDevice *device, const char *uuid, guint mtu)
{
  return nwd_nm_view_is_held (device, uuid)
         && nm_device_get_state (device) >= NM_DEVICE_STATE_IP_CONFIG
         && nm_device_get_state (device) <= NM_DEVICE_STATE_ACTIVATED
         && nm_device_get_interface_flags (device) & NM_DEVICE_INTERFACE_FLAG_UP
         && (mtu == 0 || nm_device_get_mtu (device) == mtu);
}

gboolean
nwd_nm_view_is_ready (NMDevice *device, const char *uuid, guint mtu)
{
  return nwd_nm_view_is_set_up (device, uuid, mtu)
         && nm_device_get_state (device) == NM_DEVICE_STATE_ACTIVATED;
}

NMRemoteConnection *
nwd_nm_view_foreign_profile (NMClient *client, const char *name)
{
  const GPtrArray *profiles = nm_client_get_connections (client);

  for (guint i = 0; i < profiles->len; i++)
    if (is_for (profiles->pdata[i], name) && !nwd_nm_profile_is_ours (profiles->pdata[i]))
      return profiles->pdata[i];
  return NULL;
}

typedef gboolean (*Matches) (NMConnection *profile, const char *bridge);

/* Of those that match, the one that @name is held by, or one that it is not. */
static NMRemoteConnection *
find_profile (
  NMClient *client, const char *name, Matches matches, const char *bridge, gboolean active)
{
  const GPtrArray *profiles = nm_client_get_connections (client);
  NMDevice *device = nwd_nm_view_device (client, name);
  NMRemoteConnection *found = NULL;

  for (guint i = 0; i < profiles->len; i++)
    if (is_for (profiles->pdata[i], name) && matches (profiles->pdata[i], bridge))
      {
        found = profiles->pdata[i];
        if (nwd_nm_view_is_held (device, nm_connection_get_uuid (NM_CONNECTION (found))) == active)
          break;
      }
  return found;
}

gboolean
nwd_nm_view_is_loose (NMClient *client, const char *name)
{
  NMDevice *device = nwd_nm_view_device (client, name);
  NMActiveConnection *active = device ? nm_device_get_active_connection (device) : NULL;

  if (!device || nwd_nm_view_our_profile (client, name, TRUE))
    return FALSE;
  return !active
         || !nm_client_get_connection_by_uuid (client, nm_active_connection_get_uuid (active));
}

static gboolean
is_port (NMConnection *profile, const char *bridge)
{
  return nwd_nm_profile_is_port (profile)
         && (!bridge || g_str_equal (nwd_nm_profile_get_bridge (profile), bridge));
}

static gboolean
is_ours (NMConnection *profile, const char *unused)
{
  return nwd_nm_profile_is_ours (profile);
}

NMRemoteConnection *
nwd_nm_view_port_profile (NMClient *client, const char *name, const char *bridge, gboolean active)
{
  return find_profile (client, name, is_port, bridge, active);
}

NMRemoteConnection *
nwd_nm_view_our_profile (NMClient *client, const char *name, gboolean active)
{
  return find_profile (client, name, is_ours, NULL, active);
}

gboolean
nwd_nm_view_is_nic (NMDevice *device)
{
  return NM_IS_DEVICE_ETHERNET (device) || NM_IS_DEVICE_VETH (device) || NM_IS_DEVICE_BOND (device)
         || NM_IS_DEVICE_TEAM (device);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return strcmp (nm_device_get_iface (*(NMDevice *const *)a),
                 nm_device_get_iface (*(NMDevice *const *)b));
}

/* What is not below /etc is gone when the host starts anew. */
static gboolean
is_transient (NMRemoteConnection *profile)
{
  const char *file = nm_remote_connection_get_filename (profile);

  return !file || !g_str_has_prefix (file, "/etc/");
}

/* Who takes them over has what else the profile says of them, too. */
static NwdIpConfig *
read_addresses (NMRemoteConnection *profile)
{
  NwdIpConfig *ip = nwd_nm_ip_read (NM_CONNECTION (profile));
  const char *uuid = nm_connection_get_uuid (NM_CONNECTION (profile));

  nwd_ip_family_set_like (&ip->ipv4, uuid);
  nwd_ip_family_set_like (&ip->ipv6, uuid);
  return ip;
}

/* What @profile says for who takes its place. */
static void
read_profile (NwdNicProfile *read, NMRemoteConnection *profile)
{
  const char *kept = nwd_nm_profile_get_kept (NM_CONNECTION (profile));

  nwd_ip_config_unref (read->ip);
  read->ip = read_addresses (profile);
  g_free (read->keeps);
  read->keeps = g_strdup (kept ? kept : "");
}

/* By the profile of somebody else's that is active, or about to be. */
static NwdNicProfile *
read_configuration (NMDevice *device)
{
  const char *nic = nm_device_get_iface (device);
  NMActiveConnection *active = nm_device_get_active_connection (device);
  NMRemoteConnection *profile = active ? nm_active_connection_get_connection (active) : NULL;
  NwdNicProfile *read = NULL;

  if (!active || (profile && nwd_nm_profile_is_port (NM_CONNECTION (profile))))
    return nwd_nic_profile_new (nic, "", "", NULL);
  read = nwd_nic_profile_new (nic, nm_active_connection_get_uuid (active),
                              nm_active_connection_get_id (active), NULL);
  if (profile)
    read_profile (read, profile);
  g_strfreev (read->addresses);
  read->addresses = nwd_nm_addresses_read (device);
  read->made_up = nm_active_connection_get_state_flags (active) & NM_ACTIVATION_STATE_FLAG_EXTERNAL;
  return read;
}

GPtrArray *
nwd_nm_view_managed (NMClient *client)
{
  const GPtrArray *devices = nm_client_get_devices (client);
  g_autoptr (GPtrArray) managed = g_ptr_array_new ();
  GPtrArray *nics = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_nic_profile_unref);

  for (guint i = 0; i < devices->len; i++)
    if (nwd_nm_view_is_nic (devices->pdata[i]) && nm_device_get_managed (devices->pdata[i]))
      g_ptr_array_add (managed, devices->pdata[i]);
  g_ptr_array_sort (managed, compare_devices);
  for (guint i = 0; i < managed->len; i++)
    g_ptr_array_add (nics, read_configuration (managed->pdata[i]));
  return nics;
}

/* A copy of a profile carries the tag as well: of two with one name, the active one is ours. */
static void
add_bridge (GHashTable *by_name, NwdBridge *bridge)
{
  NwdBridge *other = g_hash_table_lookup (by_name, bridge->name);

  if (other && (other->active || strcmp (other->profile_id, bridge->profile_id) < 0))
    nwd_bridge_unref (bridge);
  else
    g_hash_table_replace (by_name, bridge->name, bridge);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NwdBridge *const *)a)->name, (*(NwdBridge *const *)b)->name);
}

static GPtrArray *
sorted (GHashTable *by_name)
{
  GPtrArray *bridges = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_bridge_unref);
  GHashTableIter iter;
  gpointer bridge;

  g_hash_table_iter_init (&iter, by_name);
  while (g_hash_table_iter_next (&iter, NULL, &bridge))
    g_ptr_array_add (bridges, nwd_bridge_ref (bridge));
  g_ptr_array_sort (bridges, compare_names);
  return bridges;
}

/* All that a profile says is read once. */
#define BRIDGE_BEFORE "nwd-nm-view-bridge"
#define UPLINK_BEFORE "nwd-nm-view-uplink"

/* The profile by which it was activated; NULL none. What NetworkManager made up for a link that it
 * found is nobody's. One of the same name as ours goes by its UUID. */
static const char *
find_holder (NMDevice *device, NMConnection *ours)
{
  NMActiveConnection *active = nm_device_get_active_connection (device);

  if (!active || nm_active_connection_get_state_flags (active) & NM_ACTIVATION_STATE_FLAG_EXTERNAL)
    return NULL;
  if (!nwd_nm_view_is_held (device, nm_connection_get_uuid (ours))
      && g_strcmp0 (nm_active_connection_get_id (active), nm_connection_get_id (ours)) == 0)
    return nm_active_connection_get_uuid (active);
  return nm_active_connection_get_id (active);
}

static void
replace_text (char **text, const char *new_text)
{
  g_free (*text);
  *text = g_strdup (new_text ? new_text : "");
}

static NwdBridge *
read_bridge (NMClient *client, NMRemoteConnection *profile)
{
  NwdBridge *known = g_object_get_data (G_OBJECT (profile), BRIDGE_BEFORE);
  NwdBridge *bridge
    = known ? nwd_bridge_copy (known) : nwd_nm_profile_read (NM_CONNECTION (profile));
  NMDevice *device = bridge ? nwd_nm_view_device (client, bridge->name) : NULL;

  if (!bridge)
    return NULL;
  if (!known)
    g_object_set_data_full (G_OBJECT (profile), BRIDGE_BEFORE, nwd_bridge_copy (bridge),
                            (GDestroyNotify)nwd_bridge_unref);
  bridge->transient = is_transient (profile);
  bridge->active = nwd_nm_view_is_ready (device, bridge->profile_id, 0);
  replace_text (&bridge->profile_name, nm_connection_get_id (NM_CONNECTION (profile)));
  if (!device)
    return bridge;
  replace_text (&bridge->holder, find_holder (device, NM_CONNECTION (profile)));
  g_strfreev (bridge->addresses);
  bridge->addresses = nwd_nm_addresses_read (device);
  return bridge;
}

void
nwd_nm_view_forget (NMRemoteConnection *profile)
{
  g_object_set_data (G_OBJECT (profile), BRIDGE_BEFORE, NULL);
  g_object_set_data (G_OBJECT (profile), UPLINK_BEFORE, NULL);
}

GPtrArray *
nwd_nm_view_bridges (NMClient *client, GHashTable *hidden)
{
  const GPtrArray *profiles = nm_client_get_connections (client);
  g_autoptr (GHashTable) by_name
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)nwd_bridge_unref);

  for (guint i = 0; i < profiles->len; i++)
    {
      NwdBridge *bridge = read_bridge (client, profiles->pdata[i]);

      if (bridge && g_hash_table_contains (hidden, bridge->profile_id))
        nwd_bridge_unref (bridge);
      else if (bridge)
        add_bridge (by_name, bridge);
    }
  return sorted (by_name);
}

/* --- what carries networks --- */

static NwdUplink *
read_uplink (NMClient *client, NMRemoteConnection *profile)
{
  NwdUplink *known = g_object_get_data (G_OBJECT (profile), UPLINK_BEFORE);
  NwdUplink *uplink
    = known ? nwd_uplink_copy (known) : nwd_nm_profile_read_uplink (NM_CONNECTION (profile));
  NMDevice *device = uplink ? nwd_nm_view_device (client, uplink->device) : NULL;

  if (!uplink)
    return NULL;
  if (!known)
    g_object_set_data_full (G_OBJECT (profile), UPLINK_BEFORE, nwd_uplink_copy (uplink),
                            (GDestroyNotify)nwd_uplink_unref);
  uplink->transient = is_transient (profile);
  if (!nwd_nm_view_is_held (device, nm_connection_get_uuid (NM_CONNECTION (profile))))
    return uplink;
  uplink->active = nm_device_get_state (device) == NM_DEVICE_STATE_ACTIVATED;
  g_strfreev (uplink->addresses);
  uplink->addresses = nwd_nm_addresses_read (device);
  return uplink;
}

static int
compare_uplinks (gconstpointer a, gconstpointer b)
{
  const NwdUplink *one = *(NwdUplink *const *)a;
  const NwdUplink *other = *(NwdUplink *const *)b;
  int order = strcmp (one->device, other->device);

  return order ? order : (int)one->active - (int)other->active;
}

GPtrArray *
nwd_nm_view_uplinks (NMClient *client, GHashTable *hidden)
{
  const GPtrArray *profiles = nm_client_get_connections (client);
  GPtrArray *uplinks = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_uplink_unref);

  for (guint i = 0; i < profiles->len; i++)
    {
      NMRemoteConnection *profile = profiles->pdata[i];
      NwdUplink *uplink
        = g_hash_table_contains (hidden, nm_connection_get_uuid (NM_CONNECTION (profile)))
            ? NULL
            : read_uplink (client, profile);

      if (uplink)
        g_ptr_array_add (uplinks, uplink);
    }
  g_ptr_array_sort (uplinks, compare_uplinks);
  return uplinks;
}

gboolean
nwd_nm_view_equal (GPtrArray *a, GPtrArray *b, GEqualFunc equal)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}
