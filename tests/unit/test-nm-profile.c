/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The profiles of bridges and of what carries networks: what they say, and what is known of them
 * again. */

#include "adapters/networkmanager/nwd-nm-profile.h"

#include "core/nwd-error.h"

#define ID "0a8dbe0c-8b52-4c0f-a1d5-35d3c1f28a5e"

static NMConnection *
make (const char *attachment_id, guint mtu)
{
  g_autoptr (GError) error = NULL;
  NMConnection *profile = nwd_nm_profile_new ("br7", attachment_id, mtu, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_isolated (void)
{
  g_autoptr (NMConnection) profile = make (ID, 1400);
  g_autoptr (NMConnection) other = make (ID, 1400);
  NMSettingConnection *connection = nm_connection_get_setting_connection (profile);

  g_assert_cmpstr (nm_connection_get_id (profile), ==, "netwiring-br7");
  g_assert_cmpstr (nm_connection_get_interface_name (profile), ==, "br7");
  g_assert_true (nm_setting_connection_get_autoconnect (connection));
  g_assert_false (nm_setting_bridge_get_stp (nm_connection_get_setting_bridge (profile)));
  g_assert_cmpstr (nm_setting_ip_config_get_method (nm_connection_get_setting_ip4_config (profile)),
                   ==, "disabled");
  g_assert_cmpstr (nm_setting_ip_config_get_method (nm_connection_get_setting_ip6_config (profile)),
                   ==, "disabled");
  g_assert_cmpstr (nm_connection_get_uuid (profile), !=, nm_connection_get_uuid (other));
}

static void
test_read_again (void)
{
  g_autoptr (NMConnection) profile = make (ID, 1400);
  g_autoptr (NwdBridge) bridge = nwd_nm_profile_read (profile);

  g_assert_cmpstr (bridge->profile_id, ==, nm_connection_get_uuid (profile));
  g_assert_cmpstr (bridge->name, ==, "br7");
  g_assert_cmpstr (bridge->attachment_id, ==, ID);
  g_assert_cmpuint (bridge->mtu, ==, 1400);
  g_assert_false (bridge->active);
}

/* The tag of the unwired bridge must survive the way through NetworkManager and back. */
static void
test_unwired (void)
{
  g_autoptr (NMConnection) profile = make ("", 0);
  g_autoptr (GVariant) settings
    = g_variant_ref_sink (nm_connection_to_dbus (profile, NM_CONNECTION_SERIALIZE_ALL));
  g_autoptr (NMConnection) back = nm_simple_connection_new_from_dbus (settings, NULL);
  g_autoptr (NwdBridge) bridge = nwd_nm_profile_read (back);

  g_assert_nonnull (bridge);
  g_assert_cmpstr (bridge->attachment_id, ==, "");
  g_assert_cmpuint (bridge->mtu, ==, 0);
}

static void
test_mtu (void)
{
  g_autoptr (NMConnection) profile = make (ID, 1400);
  g_autoptr (NMConnection) changed = nwd_nm_profile_with_mtu (profile, 9000);
  g_autoptr (NMConnection) back = nwd_nm_profile_with_mtu (changed, 1400);
  g_autoptr (NwdBridge) bridge = nwd_nm_profile_read (changed);

  g_assert_cmpuint (bridge->mtu, ==, 9000);
  g_assert_false (nm_connection_compare (profile, changed, NM_SETTING_COMPARE_FLAG_EXACT));
  g_assert_true (nm_connection_compare (profile, back, NM_SETTING_COMPARE_FLAG_EXACT));
}

static void
test_foreign (void)
{
  g_autoptr (NMConnection) untagged = make (ID, 1400);
  g_autoptr (NMConnection) ethernet = make (ID, 1400);

  nm_connection_remove_setting (untagged, NM_TYPE_SETTING_USER);
  g_assert_false (nwd_nm_profile_is_ours (untagged));
  g_assert_null (nwd_nm_profile_read (untagged));

  g_object_set (nm_connection_get_setting_connection (ethernet), NM_SETTING_CONNECTION_TYPE,
                NM_SETTING_WIRED_SETTING_NAME, NULL);
  g_assert_false (nwd_nm_profile_is_ours (ethernet));
}

static void
test_bad_name (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nwd_nm_profile_new ("a name with blanks", ID, 1400, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "a name with blanks"));
}

/* --- what carries networks --- */

static NMConnection *
make_beneath (const char *type)
{
  NMConnection *profile = nm_simple_connection_new ();

  nm_connection_add_setting (
    profile, g_object_new (NM_TYPE_SETTING_CONNECTION, NM_SETTING_CONNECTION_ID, "office",
                           NM_SETTING_CONNECTION_UUID, ID, NM_SETTING_CONNECTION_TYPE, type, NULL));
  nm_connection_add_setting (profile, g_object_new (NM_TYPE_SETTING_WIRED,
                                                    NM_SETTING_WIRED_CLONED_MAC_ADDRESS,
                                                    "02:00:00:00:00:07", NULL));
  return profile;
}

static NMConnection *
make_uplink (guint vlan, NMConnection *beneath)
{
  g_autoptr (NwdUplink) uplink = nwd_uplink_new ("eth0", vlan, "green", 1400);
  g_autoptr (GError) error = NULL;
  NMConnection *profile = nwd_nm_profile_new_uplink (uplink, beneath, NULL, NULL, &error);

  g_assert_no_error (error);
  return profile;
}

/* What the NIC itself is stays so; a VLAN of it says nothing of that. */
static void
test_beneath (void)
{
  g_autoptr (NMConnection) office = make_beneath (NM_SETTING_WIRED_SETTING_NAME);
  g_autoptr (NMConnection) port = make_uplink (0, office);
  g_autoptr (NMConnection) vlan = make_uplink (7, office);
  g_autoptr (NMConnection) alone = make_uplink (0, NULL);
  NMSettingWired *wired = nm_connection_get_setting_wired (port);

  g_assert_cmpstr (nm_setting_wired_get_cloned_mac_address (wired), ==, "02:00:00:00:00:07");
  g_assert_cmpuint (nm_setting_wired_get_mtu (wired), ==, 1400);
  g_assert_true (nm_connection_is_type (port, NM_SETTING_WIRED_SETTING_NAME));
  g_assert_null (nm_setting_wired_get_cloned_mac_address (nm_connection_get_setting_wired (vlan)));
  g_assert_true (nm_connection_is_type (vlan, NM_SETTING_VLAN_SETTING_NAME));
  g_assert_null (nm_setting_wired_get_cloned_mac_address (nm_connection_get_setting_wired (alone)));
}

static void
test_bond_beneath (void)
{
  g_autoptr (NMConnection) bond = make_beneath (NM_SETTING_BOND_SETTING_NAME);
  g_autoptr (NMConnection) port = NULL;
  NMSettingConnection *connection = NULL;

  nm_connection_add_setting (bond, nm_setting_bond_new ());
  port = make_uplink (0, bond);
  connection = nm_connection_get_setting_connection (port);
  g_assert_true (nm_connection_is_type (port, NM_SETTING_BOND_SETTING_NAME));
  g_assert_nonnull (nm_connection_get_setting_bond (port));
  g_assert_cmpint (nm_setting_connection_get_autoconnect_slaves (connection), ==,
                   NM_SETTING_CONNECTION_AUTOCONNECT_SLAVES_YES);
}

static void
test_kept (void)
{
  g_autoptr (NMConnection) office = make_beneath (NM_SETTING_WIRED_SETTING_NAME);

  g_autoptr (NMConnection) functions = make_beneath (NM_SETTING_WIRED_SETTING_NAME);
  g_autoptr (NMConnection) stable = make_beneath (NM_SETTING_WIRED_SETTING_NAME);

  g_object_set (nm_connection_get_setting_wired (stable), NM_SETTING_WIRED_CLONED_MAC_ADDRESS,
                "stable", NULL);
  g_assert_cmpstr (nwd_nm_profile_get_kept (stable), ==, "cloned-mac-address");
  nm_connection_add_setting (functions, nm_setting_sriov_new ());
  g_assert_cmpstr (nwd_nm_profile_get_kept (functions), ==, "sriov");
  g_assert_null (nwd_nm_profile_get_kept (office));
  nm_connection_add_setting (office, nm_setting_802_1x_new ());
  g_assert_cmpstr (nwd_nm_profile_get_kept (office), ==, "802-1x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nm-profile/isolated", test_isolated);
  g_test_add_func ("/nm-profile/read-again", test_read_again);
  g_test_add_func ("/nm-profile/unwired", test_unwired);
  g_test_add_func ("/nm-profile/mtu", test_mtu);
  g_test_add_func ("/nm-profile/foreign", test_foreign);
  g_test_add_func ("/nm-profile/bad-name", test_bad_name);
  g_test_add_func ("/nm-profile/beneath", test_beneath);
  g_test_add_func ("/nm-profile/bond-beneath", test_bond_beneath);
  g_test_add_func ("/nm-profile/kept", test_kept);
  return g_test_run ();
}
