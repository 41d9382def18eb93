/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is told of attachments that others have changed, and that it is told no longer when it is as
 * it should be again. */

#include "told.h"

#include "core/nwd-error.h"
#include "core/nwd-sync.h"

typedef struct
{
  const char *label;
  void (*spoil) (FakeWorld *world);
  const char *told; /* of red; NULL nothing */
} Case;

static void
set_mtu (FakeWorld *world)
{
  fake_world_set_mtu (world, "red", 1300);
}

static void
remove_bridge (FakeWorld *world)
{
  fake_world_remove_link (world, "red");
}

static void
set_profile_mtu (FakeWorld *world)
{
  fake_world_edit_bridge (world, "red")->mtu = 9000;
}

static void
remove_profile (FakeWorld *world)
{
  g_hash_table_remove (world->bridges, "red");
}

static void
add_nic (FakeWorld *world)
{
  fake_world_set_master (world, "eth0", "red");
}

static void
add_addresses (FakeWorld *world)
{
  static const char *const addresses[] = { "10.0.0.1/24", "fd00::1/64", NULL };
  NwdBridge *bridge = fake_world_edit_bridge (world, "red");

  g_strfreev (bridge->addresses);
  bridge->addresses = g_strdupv ((char **)addresses);
}

static void
set_methods (FakeWorld *world)
{
  NwdBridge *bridge = fake_world_edit_bridge (world, "red");

  fake_world_set_methods (bridge, "dhcp", "auto");
  bridge->autoconnect = FALSE;
}

static void
set_several (FakeWorld *world)
{
  set_mtu (world);
  add_nic (world);
  set_profile_mtu (world);
}

static const Case cases[] = {
  { "mtu", set_mtu, "mtu is 1300 instead of 1500" },
  { "bridge", remove_bridge, "bridge is '' instead of 'red'" },
  { "profile-mtu", set_profile_mtu, "profile-mtu is 9000 instead of 1500" },
  { "profile", remove_profile, "profile-mtu is 0 instead of 1500" },
  { "nic", add_nic, "nic is 'eth0' instead of ''" },
  { "addresses", add_addresses, "addresses is ['10.0.0.1/24', 'fd00::1/64'] instead of []" },
  { "methods", set_methods,
    "autoconnect is false instead of true; ipv4 is 'dhcp' instead of 'none'; "
    "ipv6 is 'auto' instead of 'none'" },
  { "several", set_several,
    "mtu is 1300 instead of 1500; nic is 'eth0' instead of ''; "
    "profile-mtu is 9000 instead of 1500" },
};

/* Each becomes what the other one was. */
static void
swap (FakeWorld *world, FakeWorld *other)
{
  FakeWorld old = *world;

  *world = *other;
  *other = old;
}

static void
test_told (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (FakeWorld) before = fake_world_copy (rig->ports->world);

  told_assert (rig, "red", NULL);
  c->spoil (rig->ports->world);
  told_all (rig);
  told_assert (rig, "red", c->told);
  told_assert (rig, "blue", NULL);
  swap (rig->ports->world, before);
  told_all (rig);
  told_assert (rig, "red", NULL);
}

/* What it told before it went may be different now: the kernel still tells. */
static void
test_network_manager_away (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  set_several (world);
  told_all (rig);
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  told_assert (rig, "red", "mtu is 1300 instead of 1500; nic is 'eth0' instead of ''");
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
  told_assert (rig, "red", cases[G_N_ELEMENTS (cases) - 1].told);
}

static void
test_on_a_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  rig_must (rig, &(Wish){ .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  told_assert (rig, "green", NULL);
  fake_world_set_mtu (world, "eth0", 1400);
  fake_kernel_tell (rig->ports->kernel);
  told_assert (rig, "green", "nic-mtu is 1400 instead of 1500");
  fake_world_set_mtu (world, "eth0", 1500);
  fake_world_edit_uplink (world, "eth0")->mtu = 1400;
  told_all (rig);
  told_assert (rig, "green", "nic-profile-mtu is 1400 instead of 1500");
  g_hash_table_remove (world->uplinks, "eth0");
  fake_world_set_master (world, "eth0", "");
  told_all (rig);
  told_assert (rig, "green", "nic is '' instead of 'eth0'; nic-profile-mtu is 0 instead of 1500");
  fake_world_remove_link (world, "eth0");
  told_all (rig);
  told_assert (rig, "green", "nic is '' instead of 'eth0'; nic-profile-mtu is 0 instead of 1500");
}

static void
test_adopted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  rig_must (rig, &(Wish){ .network = "green", .existing_bridge = "br0", .verb = NWD_HOST_ATTACH });
  told_assert (rig, "green", NULL);
  fake_world_set_mtu (world, "br0", 9000);
  fake_world_set_master (world, "eth0", "br0");
  told_all (rig);
  told_assert (rig, "green", "mtu is 9000 instead of 1500");
  fake_world_remove_link (world, "br0");
  told_all (rig);
  told_assert (rig, "green", "bridge is '' instead of 'br0'");
}

/* --- put right --- */

static const Wish sync_red = { .network = "red", .verb = NWD_HOST_SYNC_ATTACHMENT };
static const Wish sync_green = { .network = "green", .verb = NWD_HOST_SYNC_ATTACHMENT };
static const Wish attach_green = { .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH };

static void
test_put_right (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;

  c->spoil (rig->ports->world);
  told_all (rig);
  if (c->spoil == remove_profile)
    {
      rig_assert_refused (rig, &sync_red, NWD_ERROR_ALREADY_EXISTS, "somebody else's");
      return;
    }
  rig_must (rig, &sync_red);
  told_assert (rig, "red", NULL);
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
  rig_forget (rig);
  rig_must (rig, &sync_red);
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
}

/* Its MTU, its profile, and that it is a port at all; the NIC that it is to have must be there, and
 * nobody else's. */
static void
test_put_right_on_a_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  rig_must (rig, &attach_green);
  fake_world_set_mtu (world, "eth0", 1400);
  told_all (rig);
  rig_must (rig, &sync_green);
  g_hash_table_remove (world->uplinks, "eth0");
  fake_world_set_master (world, "eth0", "");
  told_all (rig);
  rig_must (rig, &sync_green);
  told_assert (rig, "green", NULL);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "green");
  fake_world_set_master (world, "eth0", "");
  fake_world_configure_nic (world, "eth0", "office");
  told_all (rig);
  rig_assert_refused (rig, &sync_green, NWD_ERROR_NETWORK_IN_USE, "office");
  fake_world_remove_link (world, "eth0");
  told_all (rig);
  rig_assert_refused (rig, &sync_green, NWD_ERROR_NOT_FOUND, "eth0");
}

/* A tunnel leads out of an isolated network as a NIC does; a guest that nobody told us of does not.
 */
static void
test_what_is_no_nic_beneath (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  fake_world_add_link (world, "vx0", "vxlan", 1450);
  fake_world_add_link (world, "tap7", "tun", 1500);
  fake_world_set_master (world, "tap7", "red");
  fake_world_add_link (world, "vnet77", "veth", 1500); /* libvirt's container's */
  fake_world_set_master (world, "vnet77", "red");
  told_all (rig);
  told_assert (rig, "red", NULL);
  fake_world_set_master (world, "vx0", "red");
  told_all (rig);
  told_assert (rig, "red", "nic is 'vx0' instead of ''");
  rig_must (rig, &sync_red);
  told_assert (rig, "red", NULL);
  g_assert_cmpstr (fake_world_get_master (world, "vx0"), ==, "");
  g_assert_cmpstr (fake_world_get_master (world, "tap7"), ==, "red");
  g_assert_true (g_hash_table_contains (world->links, "vx0"));
}

/* Somebody's profile is active where ours should be: all may look alike, but it is not ours. */
static void
test_profiles_of_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  fake_world_set_text (&fake_world_edit_bridge (world, "red")->holder, "theirs");
  told_all (rig);
  told_assert (rig, "red", "profile is 'theirs' instead of ''");
  rig_assert_refused (rig, &sync_red, NWD_ERROR_ALREADY_EXISTS, "red by profile “theirs”");
  fake_world_set_text (&fake_world_edit_bridge (world, "red")->holder, "");
  told_all (rig);
  told_assert (rig, "red", NULL);
  rig_must (rig, &attach_green);
  told_assert (rig, "green", NULL);
  fake_world_set_text (&fake_world_edit_bridge (world, "green")->holder, "");
  told_all (rig);
  told_assert (rig, "green", "profile is '' instead of 'profile of green'");
  rig_must (rig, &sync_green);
  told_assert (rig, "green", NULL);
  fake_world_configure_nic (world, "eth0", "office");
  fake_world_set_master (world, "eth0", "green");
  told_all (rig);
  told_assert (rig, "green", "nic-profile is 'office' instead of ''");
  rig_must (rig, &sync_green);
  told_assert (rig, "green", NULL);
}

/* Somebody puts a NIC itself beneath where its VLAN should be, or the VLAN of another. */
static void
test_untagged_by_hand (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = { .network = "seven", .nic = "eth0", .verb = NWD_HOST_ATTACH };
  Wish put_right = { .network = "seven", .verb = NWD_HOST_SYNC_ATTACHMENT };
  Wish accept = { .network = "seven", .accept = "nic", .verb = NWD_HOST_ACCEPT };

  rig_must (rig, &(Wish){ .network = "seven", .vlan = 7, .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &wish);
  fake_world_set_master (world, "eth0.7", "");
  fake_world_set_master (world, "eth0", "seven");
  told_all (rig);
  told_assert (rig, "seven", "vlan is 0 instead of 7");
  rig_must (rig, &put_right);
  told_assert (rig, "seven", NULL);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "");
  fake_world_add_nic (world, "eth2", "");
  fake_host_network_tell_managed (rig->ports->host_network);
  fake_world_set_master (world, "eth0.7", "");
  fake_world_set_master (world, "eth2", "seven");
  told_all (rig);
  told_assert (rig, "seven", "nic is 'eth2' instead of 'eth0'");
  rig_assert_refused (rig, &accept, NWD_ERROR_NOT_SUPPORTED, "eth2 is beneath untagged");
}

/* Where one step fails, all that was wrong is wrong again, what somebody did by hand too. */
static void
test_put_right_or_nothing (void)
{
  for (guint number = 1; number <= 12; number++)
    {
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());
      FakeWorld *world = rig->ports->world;
      g_autofree char *before = NULL, *after = NULL;
      g_autoptr (GError) error = NULL;

      rig_must (rig, &attach_green);
      g_hash_table_remove (world->uplinks, "eth0");
      fake_world_set_mtu (world, "eth0", 1400);
      fake_world_set_mtu (world, "green", 1300);
      fake_world_set_master (world, "eth1", "green");
      told_all (rig);
      before = fake_world_to_text (world);
      rig_forget (rig);
      fake_script_fail_number (rig->ports->script, number, FAKE_AFTER, NWD_ERROR_SETUP_FAILED);
      error = rig_do (rig, &sync_green);
      after = fake_world_to_text (world);
      if (error)
        rig_assert_same (after, before);
      else
        told_assert (rig, "green", NULL);
      g_assert_true (rig_journal_is_empty (rig));
    }
}

static void
test_refusals (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;

  rig_must (rig, &(Wish){ .network = "green", .existing_bridge = "br0", .verb = NWD_HOST_ATTACH });
  fake_world_set_mtu (world, "br0", 9000);
  told_all (rig);
  rig_assert_refused (rig, &sync_green, NWD_ERROR_NOT_SUPPORTED, "br0 is not ours");
  fake_world_set_mtu (world, "red", 1300);
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  fake_kernel_tell (rig->ports->kernel);
  rig_assert_refused (rig, &sync_red, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "red");
}

/* --- changed though it is not right --- */

static void
test_override (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = { .network = "red", .nic = "eth0", .verb = NWD_HOST_UPDATE_ATTACHMENT };

  fake_world_set_mtu (world, "red", 1300);
  told_all (rig);
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_IN_SYNC, "mtu is 1300 instead of 1500");
  wish.override = TRUE;
  rig_must (rig, &wish);
  told_assert (rig, "red", NULL);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "red");
  g_assert_cmpstr (told_find (rig, "red")->nic, ==, "eth0");
  fake_world_remove_link (world, "eth0");
  told_all (rig);
  wish.nic = "";
  rig_must (rig, &wish);
  told_assert (rig, "red", NULL);
}

/* --- accepted --- */

static guint
mtu_of (Rig *rig, const char *network)
{
  return nwd_state_find_network (nwd_engine_get_state (rig->engine), network, NULL)->mtu;
}

static void
test_accepted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish accept = { .network = "green", .verb = NWD_HOST_ACCEPT, .accept = "nic-mtu" };

  rig_must (rig, &attach_green);
  fake_world_set_mtu (world, "eth0", 1400);
  told_all (rig);
  rig_must (rig, &accept);
  told_assert (rig, "green", NULL);
  g_assert_cmpuint (mtu_of (rig, "green"), ==, 1400);
  fake_world_set_mtu (world, "green", 1300);
  g_hash_table_remove (world->uplinks, "eth0");
  fake_world_set_master (world, "eth0", "");
  told_all (rig);
  accept.accept = "mtu,nic";
  rig_must (rig, &accept);
  told_assert (rig, "green", NULL);
  g_assert_cmpuint (mtu_of (rig, "green"), ==, 1300);
  g_assert_cmpstr (told_find (rig, "green")->nic, ==, "");
}

static void
test_accepted_of_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish accept = { .network = "green", .verb = NWD_HOST_ACCEPT, .accept = "mtu" };

  rig_must (rig, &(Wish){ .network = "green", .existing_bridge = "br0", .verb = NWD_HOST_ATTACH });
  fake_world_set_mtu (rig->ports->world, "br0", 9000);
  told_all (rig);
  rig_must (rig, &accept);
  told_assert (rig, "green", NULL);
  g_assert_cmpuint (mtu_of (rig, "green"), ==, 9000);
}

static void
test_not_accepted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish accept = { .network = "red", .verb = NWD_HOST_ACCEPT, .accept = "mtu" };

  rig_assert_refused (rig, &accept, NWD_ERROR_INVALID_ARGUMENT, "not out of sync");
  set_several (rig->ports->world);
  add_addresses (rig->ports->world);
  told_all (rig);
  accept.accept = "mtu,profile-mtu";
  rig_assert_refused (rig, &accept, NWD_ERROR_INVALID_ARGUMENT, "1300 and 9000");
  accept.accept = "addresses";
  rig_assert_refused (rig, &accept, NWD_ERROR_NOT_SUPPORTED, "addresses");
  accept.accept = "";
  rig_assert_refused (rig, &accept, NWD_ERROR_INVALID_ARGUMENT, "there are none");
  accept.accept = "evil\n";
  rig_assert_refused (rig, &accept, NWD_ERROR_INVALID_ARGUMENT, "evil");
}

static void
test_find (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GVariant) actual = NULL;

  g_assert_null (nwd_sync_find (told_find (rig, "red")->out_of_sync, "mtu", "actual"));
  set_several (rig->ports->world);
  told_all (rig);
  actual = nwd_sync_find (told_find (rig, "red")->out_of_sync, "nic", "actual");
  g_assert_cmpstr (g_variant_get_string (actual, NULL), ==, "eth0");
  g_assert_null (nwd_sync_find (told_find (rig, "red")->out_of_sync, "bridge", "actual"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/told/", cases[i].label, NULL);

      g_autofree char *right = g_strconcat ("/sync/put-right/", cases[i].label, NULL);

      g_test_add_data_func (path, &cases[i], test_told);
      g_test_add_data_func (right, &cases[i], test_put_right);
    }
  g_test_add_func ("/sync/network-manager-away", test_network_manager_away);
  g_test_add_func ("/sync/on-a-nic", test_on_a_nic);
  g_test_add_func ("/sync/adopted", test_adopted);
  g_test_add_func ("/sync/find", test_find);
  g_test_add_func ("/sync/put-right-on-a-nic", test_put_right_on_a_nic);
  g_test_add_func ("/sync/what-is-no-nic-beneath", test_what_is_no_nic_beneath);
  g_test_add_func ("/sync/untagged-by-hand", test_untagged_by_hand);
  g_test_add_func ("/sync/profiles-of-others", test_profiles_of_others);
  g_test_add_func ("/sync/put-right-or-nothing", test_put_right_or_nothing);
  g_test_add_func ("/sync/refusals", test_refusals);
  g_test_add_func ("/sync/override", test_override);
  g_test_add_func ("/sync/accepted", test_accepted);
  g_test_add_func ("/sync/accepted-of-others", test_accepted_of_others);
  g_test_add_func ("/sync/not-accepted", test_not_accepted);
  return g_test_run ();
}
