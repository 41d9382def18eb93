/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-profile.h"

#include "core/nwd-error.h"

#define TAG      "org.ovirt.NetWiring.attachment"
#define PORT_TAG "org.ovirt.NetWiring.port" /* the bridge */

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

static void
add_isolation (NMConnection *profile)
{
  nm_connection_add_setting (
    profile, g_object_new (NM_TYPE_SETTING_BRIDGE, NM_SETTING_BRIDGE_STP, FALSE, NULL));
  nm_connection_add_setting (profile,
                             g_object_new (NM_TYPE_SETTING_IP4_CONFIG, NM_SETTING_IP_CONFIG_METHOD,
                                           NM_SETTING_IP4_CONFIG_METHOD_DISABLED, NULL));
  nm_connection_add_setting (profile,
                             g_object_new (NM_TYPE_SETTING_IP6_CONFIG, NM_SETTING_IP_CONFIG_METHOD,
                                           NM_SETTING_IP6_CONFIG_METHOD_DISABLED, NULL));
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

NMConnection *
nwd_nm_profile_new (const char *name, const char *attachment_id, guint mtu, GError **error)
{
  g_autoptr (NMConnection) profile = nm_simple_connection_new ();
  g_autoptr (GError) cause = NULL;

  add_identity (profile, name, NM_SETTING_BRIDGE_SETTING_NAME);
  add_isolation (profile);
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
nwd_nm_profile_new_port (const char *nic, const char *bridge, guint mtu, GError **error)
{
  g_autoptr (NMConnection) profile = nm_simple_connection_new ();
  g_autoptr (GError) cause = NULL;

  add_identity (profile, nic, NM_SETTING_WIRED_SETTING_NAME);
  g_object_set (nm_connection_get_setting_connection (profile), NM_SETTING_CONNECTION_MASTER,
                bridge, NM_SETTING_CONNECTION_SLAVE_TYPE, NM_SETTING_BRIDGE_SETTING_NAME,
                NM_SETTING_CONNECTION_AUTOCONNECT_PRIORITY,
                NM_SETTING_CONNECTION_AUTOCONNECT_PRIORITY_MAX, NULL);
  set_mtu (profile, mtu);
  if (!add_tag (profile, PORT_TAG, bridge, &cause)
      || !nm_connection_normalize (profile, NULL, NULL, &cause))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "cannot make NIC %s a port of bridge %s: %s", nic, bridge, cause->message);
      return NULL;
    }
  return g_steal_pointer (&profile);
}

NMConnection *
nwd_nm_profile_with_mtu (NMConnection *profile, guint mtu)
{
  NMConnection *copy = nm_simple_connection_new_clone (profile);

  set_mtu (copy, mtu);
  return copy;
}

NMConnection *
nwd_nm_profile_as_made (NMConnection *profile, const char *attachment_id, guint mtu, GError **error)
{
  const char *name = nm_connection_get_interface_name (profile);
  g_autoptr (NMConnection) made = nwd_nm_profile_new (name, attachment_id, mtu, error);

  if (made)
    g_object_set (nm_connection_get_setting_connection (made), NM_SETTING_CONNECTION_UUID,
                  nm_connection_get_uuid (profile), NULL);
  return g_steal_pointer (&made);
}

static const char *
get_tag (NMConnection *profile, const char *key)
{
  NMSetting *tags = nm_connection_get_setting (profile, NM_TYPE_SETTING_USER);

  return tags ? nm_setting_user_get_data (NM_SETTING_USER (tags), key) : NULL;
}

gboolean
nwd_nm_profile_is_port (NMConnection *profile)
{
  return nm_connection_is_type (profile, NM_SETTING_WIRED_SETTING_NAME)
         && nm_connection_get_interface_name (profile) && get_tag (profile, PORT_TAG);
}

const char *
nwd_nm_profile_get_bridge (NMConnection *profile)
{
  return get_tag (profile, PORT_TAG);
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

/* The contract's word for a method of NetworkManager's. */
static const char *
get_method (NMSettingIPConfig *config)
{
  const char *method = config ? nm_setting_ip_config_get_method (config) : NULL;
  gboolean four = NM_IS_SETTING_IP4_CONFIG (config);

  if (!method || g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_DISABLED)
      || g_str_equal (method, NM_SETTING_IP6_CONFIG_METHOD_IGNORE))
    return "none";
  if (g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_MANUAL))
    return "static";
  return four && g_str_equal (method, NM_SETTING_IP4_CONFIG_METHOD_AUTO) ? "dhcp" : method;
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

NwdBridge *
nwd_nm_profile_read (NMConnection *profile)
{
  NwdBridge *bridge;
  const char *tag;

  if (!nwd_nm_profile_is_ours (profile))
    return NULL;
  tag = get_tag (profile, TAG);
  bridge
    = nwd_bridge_new (nm_connection_get_uuid (profile), nm_connection_get_interface_name (profile),
                      g_str_equal (tag, UNWIRED) ? "" : tag);
  bridge->mtu = nwd_nm_profile_get_mtu (profile);
  bridge->autoconnect
    = nm_setting_connection_get_autoconnect (nm_connection_get_setting_connection (profile));
  set_text (&bridge->ipv4, get_method (nm_connection_get_setting_ip4_config (profile)));
  set_text (&bridge->ipv6, get_method (nm_connection_get_setting_ip6_config (profile)));
  return bridge;
}
