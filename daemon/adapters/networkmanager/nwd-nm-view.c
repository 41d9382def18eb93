/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-view.h"

#include "nwd-nm-addresses.h"
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
nwd_nm_view_is_ready (NMDevice *device, const char *uuid, guint mtu)
{
  return nwd_nm_view_is_held (device, uuid)
         && nm_device_get_state (device) == NM_DEVICE_STATE_ACTIVATED
         && nm_device_get_interface_flags (device) & NM_DEVICE_INTERFACE_FLAG_UP
         && (mtu == 0 || nm_device_get_mtu (device) == mtu);
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

NMRemoteConnection *
nwd_nm_view_port_profile (NMClient *client, const char *name)
{
  const GPtrArray *profiles = nm_client_get_connections (client);

  for (guint i = 0; i < profiles->len; i++)
    if (is_for (profiles->pdata[i], name) && nwd_nm_profile_is_port (profiles->pdata[i]))
      return profiles->pdata[i];
  return NULL;
}

NMRemoteConnection *
nwd_nm_view_our_profile (NMClient *client, const char *name, gboolean active)
{
  const GPtrArray *profiles = nm_client_get_connections (client);
  NMDevice *device = nwd_nm_view_device (client, name);
  NMRemoteConnection *found = NULL;

  for (guint i = 0; i < profiles->len; i++)
    if (is_for (profiles->pdata[i], name) && nwd_nm_profile_is_ours (profiles->pdata[i]))
      {
        found = profiles->pdata[i];
        if (nwd_nm_view_is_held (device, nm_connection_get_uuid (NM_CONNECTION (found))) == active)
          break;
      }
  return found;
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

/* The profile of somebody else's that is active, or about to be; "" none. */
static const char *
find_configuration (NMDevice *device)
{
  NMActiveConnection *active = nm_device_get_active_connection (device);
  NMRemoteConnection *profile = active ? nm_active_connection_get_connection (active) : NULL;

  if (!active || (profile && nwd_nm_profile_is_port (NM_CONNECTION (profile))))
    return "";
  return nm_active_connection_get_id (active) ? nm_active_connection_get_id (active) : "";
}

char **
nwd_nm_view_managed (NMClient *client)
{
  const GPtrArray *devices = nm_client_get_devices (client);
  g_autoptr (GPtrArray) managed = g_ptr_array_new ();
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < devices->len; i++)
    if (nwd_nm_view_is_nic (devices->pdata[i]) && nm_device_get_managed (devices->pdata[i]))
      g_ptr_array_add (managed, devices->pdata[i]);
  g_ptr_array_sort (managed, compare_devices);
  for (guint i = 0; i < managed->len; i++)
    {
      g_ptr_array_add (texts, g_strdup (nm_device_get_iface (managed->pdata[i])));
      g_ptr_array_add (texts, g_strdup (find_configuration (managed->pdata[i])));
    }
  g_ptr_array_add (texts, NULL);
  return (char **)g_ptr_array_free (texts, FALSE);
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

/* Likewise. */
static void
add_port (GHashTable *by_name, NMConnection *profile)
{
  NwdBridge *bridge = g_hash_table_lookup (by_name, nwd_nm_profile_get_bridge (profile));
  const char *nic = nm_connection_get_interface_name (profile);

  if (bridge && (!*bridge->port || strcmp (nic, bridge->port) < 0))
    nwd_bridge_set_port (bridge, nic, nwd_nm_profile_get_mtu (profile));
}

static NwdBridge *
read_bridge (NMClient *client, NMConnection *profile)
{
  NwdBridge *bridge = nwd_nm_profile_read (profile);
  NMDevice *device = bridge ? nwd_nm_view_device (client, bridge->name) : NULL;

  if (!nwd_nm_view_is_held (device, nm_connection_get_uuid (profile)))
    return bridge;
  bridge->active = nwd_nm_view_is_ready (device, bridge->profile_id, 0);
  g_strfreev (bridge->addresses);
  bridge->addresses = nwd_nm_addresses_read (device);
  return bridge;
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
  for (guint i = 0; i < profiles->len; i++)
    if (nwd_nm_profile_is_port (profiles->pdata[i])
        && !g_hash_table_contains (hidden, nm_connection_get_uuid (profiles->pdata[i])))
      add_port (by_name, profiles->pdata[i]);
  return sorted (by_name);
}

gboolean
nwd_nm_view_bridges_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!nwd_bridge_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}
