/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-profile.h"

#include "nwd-nm-ip.h"

#include "core/nwd-error.h"

#define TAG       "org.ovirt.NetWiring.attachment"
#define PORT_TAG  "org.ovirt.NetWiring.port" /* the bridge, or what no bridge is called */
#define NO_BRIDGE "/"

/* The value of the tag where there is no attachment: NetworkManager drops empty ones. */
#define UNWIRED "unwired"

static void
add_identity (NMConnection *profile, const char *name, const char *type)
{
  g_autofree char *id = g_strconcat ("netwiring-", name, NULL);
  g_autofree char *uuid = nm_utils_uuid_generate ();

  nm_connection_add_setting (
    profile, g_object_new (NM_TYPE_SETTING_CONNECTION, NM_SETTING_CONNECTION_ID, id,
                           NM_SETTING_CONNECTION_UUID, uuid, NM_SETTING_CONNECTION_TYPE, type,
                           NM_SETTING_CONNECTION_INTERFACE_NAME, name,
                           NM_SETTING_CONNECTION_AUTOCONNECT, TRUE, NULL));
}

static gboolean
add_tag (NMConnection *profile, const char *key, const char *value, GError **error)
{
  NMSetting *tags = nm_setting_user_new ();

  nm_connection_add_setting (profile, tags);
  return nm_setting_user_set_data (NM_SETTING_USER (tags), key, value, error);
}

static void
set_mtu (NMConnection *profile, guint mtu)
{
  NMSettingWired *wired = nm_connection_get_setting_wired (profile);

  if (!wired)
    {
      wired = NM_SETTING_WIRED (nm_setting_wired_new ());
      nm_connection_add_setting (profile, NM_SETTING (wired));
    }
  g_object_set (wired, NM_SETTING_WIRED_MTU, mtu, NULL);
}

/* The firewall's zone goes with the addresses that it was for. */
static void
set_zone (NMConnection *profile, NMConnection *like)
{
  const char *zone
    = like ? nm_setting_connection_get_zone (nm_connection_get_setting_connection (like)) : NULL;

  if (zone)
    g_object_set (nm_connection_get_setting_connection (profile), NM_SETTING_CONNECTION_ZONE, zone,
                  NULL);
}

/* --- bridges --- */

static NMConnection *
bridge_new (const char *name,
            const char *attachment_id,
            guint mtu,
            const NwdIpConfig *ip,
            NMConnection *like4,
            NMConnection *like6,
            GError **error)
{
  g_autoptr (NMConnection) profile = nm_simple_connection_new ();
  g_autoptr (GError) cause = NULL;

  add_identity (profile, name, NM_SETTING_BRIDGE_SETTING_NAME);
  nm_connection_add_setting (
    profile, g_object_new (NM_TYPE_SETTING_BRIDGE, NM_SETTING_BRIDGE_STP, FALSE, NULL));
  nwd_nm_ip_set (profile, ip, like4, like6);
  set_zone (profile, like4 ? like4 : like6);
  set_mtu (profile, mtu);
  if (!add_tag (profile, TAG, *attachment_id ? attachment_id : UNWIRED, &cause)
      || !nm_connection_normalize (profile, NULL, NULL, &cause))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "cannot create bridge %s: %s",
                   name, cause->message);
      return NULL;
    }
  return g_steal_pointer (&profile);
}

NMConnection *
nwd_nm_profile_new (const char *name, const char *attachment_id, guint mtu, GError **error)
{
  g_autoptr (NwdIpConfig) none = nwd_ip_config_new ();

  return bridge_new (name, attachment_id, mtu, none, NULL, NULL, error);
}

static void
set_uuid (NMConnection *profile, const char *uuid)
{
  g_object_set (nm_connection_get_setting_connection (profile), NM_SETTING_CONNECTION_UUID, uuid,
                NULL);
}

NMConnection *
nwd_nm_profile_as_made (NMConnection *profile,
                        const char *attachment_id,
                        guint mtu,
                        const NwdIpConfig *ip,
                        NMConnection *like4,
                        NMConnection *like6,
                        GError **error)
{
  const char *name = nm_connection_get_interface_name (profile);
  NMConnection *made = bridge_new (name, attachment_id, mtu, ip, like4, like6, error);

  if (made)
    set_uuid (made, nm_connection_get_uuid (profile));
  return made;
}

/* --- what carries networks --- */

static void
add_vlan (NMConnection *profile, const NwdUplink *uplink)
{
  nm_connection_add_setting (profile,
                             g_object_new (NM_TYPE_SETTING_VLAN, NM_SETTING_VLAN_PARENT,
                                           uplink->nic, NM_SETTING_VLAN_ID, uplink->vlan, NULL));
}

static gboolean
is_bond (NMConnection *profile)
{
  return nm_connection_get_setting_bond (profile) != NULL;
}

/* A bond is what its profile says: one of ours says the same, and has its ports come along. */
static void
add_link (NMConnection *profile, NMConnection *beneath)
{
  const GType types[]
    = { NM_TYPE_SETTING_BOND, NM_TYPE_SETTING_WIRED, NM_TYPE_SETTING_ETHTOOL, NM_TYPE_SETTING_DCB };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      NMSetting *setting = nm_connection_get_setting (beneath, types[i]);

      if (setting)
        nm_connection_add_setting (profile, nm_setting_duplicate (setting));
    }
  if (is_bond (beneath))
    g_object_set (nm_connection_get_setting_connection (profile),
                  NM_SETTING_CONNECTION_AUTOCONNECT_SLAVES,
                  NM_SETTING_CONNECTION_AUTOCONNECT_SLAVES_YES, NULL);
}

/* Another profile has another UUID, from which the MAC is made, and the next activation another
 * random one. */
static gboolean
has_mac_of_its_own (NMConnection *profile)
{
  NMSettingWired *wired = nm_connection_get_setting_wired (profile);
  const char *mac = wired ? nm_setting_wired_get_cloned_mac_address (wired) : NULL;

  return g_strcmp0 (mac, "stable") == 0 || g_strcmp0 (mac, "random") == 0;
}

/* 802.1X has secrets that nobody is told; without its own profile a NIC loses its virtual
 * functions, and who uses them. */
const char *
nwd_nm_profile_get_kept (NMConnection *profile)
{
  const GType types[] = { NM_TYPE_SETTING_802_1X, NM_TYPE_SETTING_SRIOV };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      NMSetting *setting = nm_connection_get_setting (profile, types[i]);

      if (setting)
        return nm_setting_get_name (setting);
    }
  return has_mac_of_its_own (profile) ? NM_SETTING_WIRED_CLONED_MAC_ADDRESS : NULL;
}

static const char *
type_of (const NwdUplink *uplink, NMConnection *beneath)
{
  if (uplink->vlan)
    return NM_SETTING_VLAN_SETTING_NAME;
  return beneath && is_bond (beneath) ? NM_SETTING_BOND_SETTING_NAME
                                      : NM_SETTING_WIRED_SETTING_NAME;
}

static void
add_place (NMConnection *profile, const NwdUplink *uplink, NMConnection *like4, NMConnection *like6)
{
  NMSettingConnection *connection = nm_connection_get_setting_connection (profile);

  g_object_set (connection, NM_SETTING_CONNECTION_AUTOCONNECT_PRIORITY,
                NM_SETTING_CONNECTION_AUTOCONNECT_PRIORITY_MAX, NULL);
  if (*uplink->bridge)
    g_object_set (connection, NM_SETTING_CONNECTION_MASTER, uplink->bridge,
                  NM_SETTING_CONNECTION_SLAVE_TYPE, NM_SETTING_BRIDGE_SETTING_NAME, NULL);
  else
    {
      nwd_nm_ip_set (profile, uplink->ip, like4, like6);
      set_zone (profile, like4 ? like4 : like6);
    }
}

NMConnection *
nwd_nm_profile_new_uplink (const NwdUplink *uplink,
                           NMConnection *beneath,
                           NMConnection *like4,
                           NMConnection *like6,
                           GError **error)
{
  g_autoptr (NMConnection) profile = nm_simple_connection_new ();
  g_autoptr (GError) cause = NULL;

  add_identity (profile, uplink->device, type_of (uplink, beneath));
  if (uplink->vlan)
    add_vlan (profile, uplink);
  else if (beneath)
    add_link (profile, beneath);
  add_place (profile, uplink, like4, like6);
  set_mtu (profile, uplink->mtu);
  if (!add_tag (profile, PORT_TAG, *uplink->bridge ? uplink->bridge : NO_BRIDGE, &cause)
      || !nm_connection_normalize (profile, NULL, NULL, &cause))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "cannot set up NIC %s: %s",
                   uplink->device, cause->message);
      return NULL;
    }
  return g_steal_pointer (&profile);
}

NMConnection *
nwd_nm_profile_as_uplink (NMConnection *profile,
                          const NwdUplink *uplink,
                          NMConnection *like4,
                          NMConnection *like6,
                          GError **error)
{
  NMConnection *made = nwd_nm_profile_new_uplink (uplink, profile, like4, like6, error);

  if (made)
    set_uuid (made, nm_connection_get_uuid (profile));
  return made;
}

NMConnection *
nwd_nm_profile_with_mtu (NMConnection *profile, guint mtu)
{
  NMConnection *copy = nm_simple_connection_new_clone (profile);

  set_mtu (copy, mtu);
  return copy;
}

/* --- what a profile says --- */

static const char *
get_tag (NMConnection *profile, const char *key)
{
  NMSetting *tags = nm_connection_get_setting (profile, NM_TYPE_SETTING_USER);

  return tags ? nm_setting_user_get_data (NM_SETTING_USER (tags), key) : NULL;
}

gboolean
nwd_nm_profile_is_port (NMConnection *profile)
{
  return nm_connection_get_interface_name (profile) && get_tag (profile, PORT_TAG)
         && (nm_connection_is_type (profile, NM_SETTING_WIRED_SETTING_NAME)
             || nm_connection_is_type (profile, NM_SETTING_VLAN_SETTING_NAME)
             || nm_connection_is_type (profile, NM_SETTING_BOND_SETTING_NAME));
}

const char *
nwd_nm_profile_get_bridge (NMConnection *profile)
{
  const char *bridge = get_tag (profile, PORT_TAG);

  return g_strcmp0 (bridge, NO_BRIDGE) == 0 ? "" : bridge;
}

guint
nwd_nm_profile_get_mtu (NMConnection *profile)
{
  NMSettingWired *wired = nm_connection_get_setting_wired (profile);

  return wired ? nm_setting_wired_get_mtu (wired) : 0;
}

gboolean
nwd_nm_profile_is_ours (NMConnection *profile)
{
  return nm_connection_is_type (profile, NM_SETTING_BRIDGE_SETTING_NAME)
         && nm_connection_get_interface_name (profile) && get_tag (profile, TAG);
}

static gboolean
autoconnects (NMConnection *profile)
{
  return nm_setting_connection_get_autoconnect (nm_connection_get_setting_connection (profile));
}

/* All that it says but for when it was last used, which is no part of it. */
static char *
settings_to_text (NMConnection *profile)
{
  g_autoptr (NMConnection) copy = nm_simple_connection_new_clone (profile);
  g_autoptr (GVariant) settings = NULL;

  g_object_set (nm_connection_get_setting_connection (copy), NM_SETTING_CONNECTION_TIMESTAMP,
                (guint64)0, NULL);
  settings = g_variant_ref_sink (nm_connection_to_dbus (copy, NM_CONNECTION_SERIALIZE_ALL));
  return g_variant_print (settings, /* type_annotate= */ TRUE);
}

NMConnection *
nwd_nm_profile_from_settings (const char *text)
{
  g_autoptr (GVariant) settings
    = g_variant_parse (G_VARIANT_TYPE ("a{sa{sv}}"), text, NULL, NULL, NULL);

  return settings ? nm_simple_connection_new_from_dbus (settings, NULL) : NULL;
}

NwdBridge *
nwd_nm_profile_read (NMConnection *profile)
{
  g_autoptr (NwdIpConfig) ip = NULL;
  NwdBridge *bridge;
  const char *tag;

  if (!nwd_nm_profile_is_ours (profile))
    return NULL;
  tag = get_tag (profile, TAG);
  bridge
    = nwd_bridge_new (nm_connection_get_uuid (profile), nm_connection_get_interface_name (profile),
                      g_str_equal (tag, UNWIRED) ? "" : tag);
  bridge->mtu = nwd_nm_profile_get_mtu (profile);
  bridge->autoconnect = autoconnects (profile);
  ip = nwd_nm_ip_read (profile);
  nwd_bridge_set_ip (bridge, ip);
  g_free (bridge->settings);
  bridge->settings = settings_to_text (profile);
  return bridge;
}

/* Of a VLAN the NIC is its parent. */
NwdUplink *
nwd_nm_profile_read_uplink (NMConnection *profile)
{
  NMSettingVlan *tag = nm_connection_get_setting_vlan (profile);
  const char *device = nm_connection_get_interface_name (profile);
  g_autoptr (NwdIpConfig) ip = NULL;
  NwdUplink *uplink = NULL;

  if (!nwd_nm_profile_is_port (profile))
    return NULL;
  uplink = nwd_uplink_new (
    tag && nm_setting_vlan_get_parent (tag) ? nm_setting_vlan_get_parent (tag) : device,
    tag ? nm_setting_vlan_get_id (tag) : 0, nwd_nm_profile_get_bridge (profile),
    nwd_nm_profile_get_mtu (profile));
  g_free (uplink->device);
  uplink->device = g_strdup (device);
  uplink->autoconnect = autoconnects (profile);
  ip = nwd_nm_ip_read (profile);
  nwd_uplink_set_ip (uplink, ip);
  g_free (uplink->settings);
  uplink->settings = settings_to_text (profile);
  return uplink;
}
