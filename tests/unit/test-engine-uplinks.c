/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What carries networks: VLANs, networks that are not for VMs, and addresses of this host.
 */

#include "told.h"

#include "core/nwd-error.h"
#include "core/nwd-plan-host.h"
#include "core/nwd-rollback-host.h"
#include "core/nwd-sync.h"

static void
create (Rig *rig, const char *name, guint vlan, guint mtu, gboolean not_for_vms)
{
  rig_must (rig, &(Wish){ .network = name,
                          .vlan = vlan,
                          .mtu = mtu,
                          .not_for_vms = not_for_vms,
                          .verb = NWD_HOST_CREATE_NETWORK });
}

static Wish
attach (const char *network, const char *nic)
{
  return (Wish){ .network = network, .nic = nic, .verb = NWD_HOST_ATTACH };
}

static Wish
update (const char *network)
{
  return (Wish){ .network = network, .verb = NWD_HOST_UPDATE_ATTACHMENT };
}

static Wish
sync_of (const char *network)
{
  return (Wish){ .network = network, .verb = NWD_HOST_SYNC_ATTACHMENT };
}

/* --- VLANs --- */

static void
test_vlans_of_one_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("seven", "eth0");

  create (rig, "seven", 7, 0, FALSE);
  create (rig, "seven-too", 7, 0, FALSE);
  create (rig, "eight", 8, 0, FALSE);
  create (rig, "small", 9, 1400, FALSE);
  create (rig, "big", 10, 9000, FALSE);
  rig_must (rig, &wish);
  g_assert_cmpstr (fake_world_get_master (world, "eth0.7"), ==, "seven");
  g_assert_cmpint (told_find (rig, "seven")->state, ==, NWD_ATTACHMENT_ACTIVE);
  wish.network = "seven-too";
  rig_assert_refused (rig, &wish, NWD_ERROR_ALREADY_EXISTS, "network seven has VLAN 7 on it");
  wish.network = "big";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "NETWORK_MTU_DIFFERENCES");
  wish.network = "small";
  rig_must (rig, &wish);
  wish.network = "green";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "small on it has an MTU of 1400");
  rig_must (rig, &(Wish){ .network = "small", .verb = NWD_HOST_DETACH });
  rig_must (rig, &wish);
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "green");
  wish.network = "eight";
  rig_must (rig, &wish);
  wish.network = "small";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "green on it has an MTU of 1500");
  rig_must (rig, &(Wish){ .network = "seven", .verb = NWD_HOST_DETACH });
  g_assert_false (g_hash_table_contains (world->links, "eth0.7"));
  g_assert_cmpstr (fake_world_get_master (world, "eth0.8"), ==, "eight");
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "green");
}

/* On two NICs the same tag means two networks. What the host itself has on the NIC stays. */
static void
test_vlan_beside_the_host (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("seven", "eth0");

  fake_world_configure_nic (world, "eth0", "office");
  fake_world_add_nic (world, "eth2", "");
  rig = rig_new (world);
  create (rig, "seven", 7, 0, FALSE);
  create (rig, "seven-too", 7, 0, FALSE);
  rig_must (rig, &wish);
  wish = attach ("seven-too", "eth2");
  rig_must (rig, &wish);
  g_assert_cmpstr (nwd_state_get_nic (nwd_engine_get_state (rig->engine), "eth0")->profile->name,
                   ==, "office");
}

static void
test_kernel_without_vlans (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("seven", "eth0");

  world->vlanless = TRUE;
  rig = rig_new (world);
  create (rig, "seven", 7, 0, FALSE);
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_SUPPORTED, "8021q");
  wish.nic = NULL;
  rig_must (rig, &wish); /* where nothing leaves this host the tag means nothing */
  g_assert_cmpuint (told_find (rig, "seven")->vlan, ==, 0);
}

/* A VLAN interface that somebody else made, and one that somebody took away. */
static void
test_vlan_of_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("seven", "eth0"), put_right = sync_of ("seven");

  create (rig, "seven", 7, 0, FALSE);
  fake_world_add_link (world, "eth0.7", "vlan", 1500);
  told_all (rig);
  rig_assert_refused (rig, &wish, NWD_ERROR_ALREADY_EXISTS, "interface eth0.7");
  fake_world_remove_link (world, "eth0.7");
  told_all (rig);
  rig_must (rig, &wish);
  fake_world_remove_link (world, "eth0.7");
  told_all (rig);
  told_assert (rig, "seven", "nic is '' instead of 'eth0'");
  g_assert_nonnull (strstr (told_find (rig, "seven")->problem, "eth0.7 is not there"));
  rig_must (rig, &put_right);
  told_assert (rig, "seven", NULL);
}

/* Cards stay on the bridge when its network gets another tag. */
static void
test_another_tag (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("green", "eth0");

  rig_must (rig, &wish);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  rig_must (rig, &(Wish){ .network = "green", .vlan = 7, .verb = NWD_HOST_UPDATE_NETWORK });
  g_assert_cmpstr (fake_world_get_master (world, "eth0.7"), ==, "green");
  g_assert_cmpstr (fake_world_get_master (world, "eth0"), ==, "");
  g_assert_cmpstr (fake_world_get_master (world, rig_vnic (rig, MAC_WEB1)->live->target), ==,
                   "green");
  told_assert (rig, "green", NULL);
}

/* --- networks that are not for VMs --- */

static void
test_not_for_vms (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("storage", NULL), put_right = sync_of ("storage"),
       change = update ("storage");
  NwdUplink *uplink = NULL;

  create (rig, "storage", 0, 0, TRUE);
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "ERR_BAD_PARAMS, 21");
  wish.existing_bridge = "br0";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "needs no bridge");
  wish = attach ("storage", "eth0");
  wish.ipv4 = "10.0.0.1/24";
  rig_must (rig, &wish);
  told_assert (rig, "storage", NULL);
  g_assert_cmpstr (told_find (rig, "storage")->bridge, ==, "");
  g_assert_false (g_hash_table_contains (world->links, "storage"));
  g_assert_false (
    nwd_state_find_network (nwd_engine_get_state (rig->engine), "storage", NULL)->movable);
  change.nic = "";
  rig_assert_refused (rig, &change, NWD_ERROR_INVALID_ARGUMENT, "needs a NIC");
  uplink = fake_world_edit_uplink (world, "eth0");
  uplink->autoconnect = FALSE;
  g_strfreev (uplink->addresses);
  uplink->addresses = g_new0 (char *, 1);
  told_all (rig);
  told_assert (rig, "storage",
               "addresses is [] instead of ['10.0.0.1/24']; autoconnect is false instead of true");
  rig_must (rig, &put_right);
  told_assert (rig, "storage", NULL);
  rig_must (rig, &(Wish){ .network = "storage", .mtu = 1400, .verb = NWD_HOST_UPDATE_NETWORK });
  told_all (rig);
  rig_must (rig, &put_right);
  told_assert (rig, "storage", NULL);
}

/* --- addresses --- */

static void
test_static_addresses (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("green", NULL), change = update ("green"), put_right = sync_of ("green");
  NwdBridge *bridge = NULL;

  wish.ipv4 = "10.0.0.1/24";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "without a NIC it is isolated");
  wish.existing_bridge = "br0";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "bridge br0 is not ours");
  wish.existing_bridge = NULL;
  wish.nic = "eth0";
  rig_must (rig, &wish);
  told_assert (rig, "green", NULL);
  bridge = fake_world_edit_bridge (world, "green");
  g_strfreev (bridge->addresses);
  bridge->addresses = g_strsplit ("10.0.0.1/24 10.0.0.9/24", " ", 0);
  told_all (rig);
  told_assert (rig, "green",
               "addresses is ['10.0.0.1/24', '10.0.0.9/24'] instead of ['10.0.0.1/24']");
  change.ipv4 = "10.0.0.2/24";
  rig_assert_refused (rig, &change, NWD_ERROR_NOT_IN_SYNC, "10.0.0.9/24");
  rig_must (rig, &put_right);
  rig_must (rig, &change);
  told_assert (rig, "green", NULL);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv4.addresses[0], ==, "10.0.0.2/24");
  change = update ("green");
  change.nic = "";
  rig_assert_refused (rig, &change, NWD_ERROR_INVALID_ARGUMENT, "without a NIC it is isolated");
  change.ipv4 = "";
  rig_must (rig, &change);
  told_assert (rig, "green", NULL);
  g_assert_true (nwd_ip_config_is_none (told_find (rig, "green")->ip));
}

static void
test_taken_addresses (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("green", "eth0");

  fake_world_configure_nic (world, "eth0", "office");
  rig = rig_new (world);
  rig_assert_refused (rig, &wish, NWD_ERROR_NETWORK_IN_USE, "office");
  wish.take_addresses = TRUE;
  wish.ipv4 = "10.0.0.1/24";
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "take-addresses: ipv4 and ipv6 say");
  wish.ipv4 = NULL;
  rig_must (rig, &wish);
  told_assert (rig, "green", NULL);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv4.addresses[0], ==, FAKE_PROFILE_ADDRESS);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv4.like, ==, FAKE_PROFILE_ID);
  g_assert_false (
    nwd_nic_is_configured (nwd_state_get_nic (nwd_engine_get_state (rig->engine), "eth0")));
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH });
  g_assert_true (
    nwd_nic_is_configured (nwd_state_get_nic (nwd_engine_get_state (rig->engine), "eth0")));
  wish = attach ("green", NULL);
  wish.take_addresses = TRUE;
  rig_assert_refused (rig, &wish, NWD_ERROR_INVALID_ARGUMENT, "no NIC");
  wish.nic = "eth1";
  rig_assert_refused (rig, &wish, NWD_ERROR_ALREADY_EXISTS, "port of br0");
}

/* What somebody did by hand no profile could bring back. */
static void
test_addresses_by_hand (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("green", "eth0");
  NwdNicProfile *by_hand = nwd_nic_profile_new ("eth0", FAKE_PROFILE_ID, "eth0", NULL);

  by_hand->made_up = TRUE;
  g_hash_table_replace (world->managed, g_strdup ("eth0"), by_hand);
  rig = rig_new (world);
  wish.take_addresses = TRUE;
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_SUPPORTED, "by hand");
}

/* What another profile could not have, the NIC would be without. */
static void
test_settings_of_its_own (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("green", "eth0");
  NwdNicProfile *office = nwd_nic_profile_new ("eth0", FAKE_PROFILE_ID, "office", NULL);

  g_free (office->keeps);
  office->keeps = g_strdup ("802-1x");
  g_hash_table_replace (world->managed, g_strdup ("eth0"), office);
  rig = rig_new (world);
  wish.take_addresses = TRUE;
  rig_assert_refused (rig, &wish, NWD_ERROR_NOT_SUPPORTED,
                      "profile \"office\", whose 802-1x settings");
}

/* --- others' hands --- */

/* A NIC that somebody gave to another network of ours is taken from that, and stays its own
 * network's. */
static void
test_sync_takes_nothing_from_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("green", "eth0"), red = sync_of ("red"), green = sync_of ("green");

  rig_must (rig, &wish);
  fake_world_set_master (world, "eth0", "red");
  told_all (rig);
  rig_must (rig, &red);
  told_assert (rig, "red", NULL);
  g_assert_true (g_hash_table_contains (world->uplinks, "eth0"));
  told_assert (rig, "green", "nic is '' instead of 'eth0'");
  rig_must (rig, &green);
  told_assert (rig, "green", NULL);
  told_assert (rig, "red", NULL);
}

/* A second NIC beneath is nobody's to throw out unasked. */
static void
test_a_second_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish wish = attach ("green", "eth0"), change = update ("green");
  Wish accept = { .network = "green", .verb = NWD_HOST_ACCEPT, .accept = "nic" };

  rig_must (rig, &wish);
  fake_world_set_master (world, "eth1", "green");
  told_all (rig);
  told_assert (rig, "green", "nic is 'eth0, eth1' instead of 'eth0'");
  change.ipv4 = "10.0.0.1/24";
  rig_assert_refused (rig, &change, NWD_ERROR_NOT_IN_SYNC, "eth0, eth1");
  rig_assert_refused (rig, &accept, NWD_ERROR_NOT_SUPPORTED, "one NIC only");
}

/* The steps that a rollback of green's removal has, once somebody did @change. */
static guint
count_put_back (void (*change) (FakeWorld *world), GPtrArray *kept)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const NwdState *state = nwd_engine_get_state (rig->engine);
  Wish wish = attach ("green", "eth0"), detach = { .network = "green", .verb = NWD_HOST_DETACH };
  g_autoptr (NwdHostChange) removal = NULL;
  g_autoptr (NwdPlan) plan = NULL;
  g_autoptr (GPtrArray) undo = NULL, steps = NULL;

  rig_must (rig, &wish);
  removal = nwd_host_change_new (NWD_HOST_DETACH, told_find (rig, "green")->id);
  plan = nwd_plan_host_detach (state, removal, NULL);
  undo = nwd_plan_get_undo (plan, plan->steps->len, NULL);
  rig_must (rig, &detach);
  change (rig->ports->world);
  fake_kernel_tell (rig->ports->kernel);
  fake_host_network_tell_managed (rig->ports->host_network);
  steps = nwd_rollback_host_plan (state, plan->steps, undo, kept);
  return steps->len;
}

static void
change_nothing (FakeWorld *world)
{
}

static void
give_to_br0 (FakeWorld *world)
{
  fake_world_set_master (world, "eth0", "br0");
}

static void
configure_eth0 (FakeWorld *world)
{
  fake_world_configure_nic (world, "eth0", "office");
}

/* A NIC that somebody else has by now is not taken from him. */
static void
test_rolled_back (void)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpuint (count_put_back (change_nothing, kept), ==, 3);
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_cmpuint (count_put_back (give_to_br0, kept), ==, 0);
  g_assert_cmpuint (count_put_back (configure_eth0, kept), ==, 0);
  g_assert_cmpstr (g_ptr_array_index (kept, 0), ==, "green");
}

/* In one request as well, a NIC that its own profile takes back is not free. */
static void
test_given_back_and_wanted (void)
{
  FakeWorld *world = rig_sample_world ();
  Wish wish = attach ("green", "eth0");
  Wish in = { .network = "new", .verb = NWD_HOST_SET_UP, .nic = "eth0" };
  Wish out = { .network = "green", .verb = NWD_HOST_DETACH, .and = &in };
  g_autoptr (Rig) rig = NULL;

  fake_world_configure_nic (world, "eth0", "office");
  rig = rig_new (world);
  create (rig, "new", 0, 0, FALSE);
  wish.take_addresses = TRUE;
  rig_must (rig, &wish);
  rig_assert_refused (rig, &out, NWD_ERROR_NETWORK_IN_USE, "take-addresses");
}

/* Two networks without a bridge change places on a NIC; where storing it fails, all is as it was.
 */
static void
test_places_changed (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach ("one", "eth0");
  Wish in = { .network = "two", .verb = NWD_HOST_SET_UP, .nic = "eth0", .ipv4 = "10.0.0.2/24" };
  Wish out = { .network = "one", .verb = NWD_HOST_DETACH, .and = &in };
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  create (rig, "one", 0, 0, TRUE);
  create (rig, "two", 0, 0, TRUE);
  wish.ipv4 = "10.0.0.1/24";
  rig_must (rig, &wish);
  before = fake_world_to_text (rig->ports->world);
  fake_script_fail_name (rig->ports->script, "write host.ini", FAKE_BEFORE,
                         NWD_ERROR_STORAGE_FAILED);
  error = rig_do (rig, &out);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
  fake_script_clear_failures (rig->ports->script);
  rig_must (rig, &out);
  told_assert (rig, "two", NULL);
}

/* What somebody did to the tag, or to what brings it back, is told. */
static void
test_other_profile (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach ("seven", "eth0"), put_right = sync_of ("seven");
  NwdUplink *uplink = NULL;

  create (rig, "seven", 7, 0, FALSE);
  rig_must (rig, &wish);
  uplink = fake_world_edit_uplink (rig->ports->world, "eth0.7");
  uplink->vlan = 9;
  uplink->autoconnect = FALSE;
  told_all (rig);
  told_assert (rig, "seven", "autoconnect is false instead of true; vlan is 9 instead of 7");
  rig_must (rig, &put_right);
  told_assert (rig, "seven", NULL);
}

/* A NIC stays managed while it carries anything, and keeps the MTU that its VLANs need. */
static void
test_what_carries_is_kept (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach ("big", "eth0");

  create (rig, "big", 0, 9000, FALSE);
  create (rig, "seven", 7, 9000, FALSE);
  rig_must (rig, &wish);
  wish.network = "seven";
  rig_must (rig, &wish);
  rig_assert_refused (rig, &(Wish){ .network = "big", .verb = NWD_HOST_DETACH },
                      NWD_ERROR_NETWORK_IN_USE, "network seven on it needs 9000");
  rig_must (rig, &(Wish){ .network = "seven", .verb = NWD_HOST_DETACH });
  rig_must (rig, &(Wish){ .network = "big", .verb = NWD_HOST_DETACH });
  create (rig, "storage", 0, 0, TRUE);
  wish.network = "storage";
  rig_must (rig, &wish);
  rig_assert_refused (rig, &(Wish){ .nic = "eth0", .verb = NWD_HOST_SET_MANAGED },
                      NWD_ERROR_NETWORK_IN_USE, "carries network storage");
}

/* What one family was like stays when the other one changes. */
static void
test_families_apart (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  Wish wish = attach ("green", "eth0"), change = update ("green");

  fake_world_configure_nic (world, "eth0", "office");
  rig = rig_new (world);
  wish.take_addresses = TRUE;
  rig_must (rig, &wish);
  change.ipv6_auto = TRUE;
  rig_must (rig, &change);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv4.like, ==, FAKE_PROFILE_ID);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv6.method, ==, "auto");
  change = update ("green");
  change.ipv4 = "10.0.0.7/24";
  rig_must (rig, &change);
  g_assert_cmpstr (told_find (rig, "green")->ip->ipv4.like, ==, "");
}

/* A label on a NIC attaches what is not for VMs too; one on the host does not. A network that
 * becomes one for VMs gets what its label attaches. */
static void
test_labels (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish for_vms = { .network = "storage", .verb = NWD_HOST_UPDATE_NETWORK };
  const NwdState *state = nwd_engine_get_state (rig->engine);

  create (rig, "storage", 7, 0, TRUE);
  rig_must (rig,
            &(Wish){ .network = "storage", .label_name = "lab", .verb = NWD_HOST_UPDATE_NETWORK });
  rig_must (rig, &(Wish){ .label_name = "lab", .nic = "eth0", .verb = NWD_HOST_ADD_LABEL });
  g_assert_cmpstr (told_find (rig, "storage")->nic, ==, "eth0");
  rig_must (rig, &(Wish){ .label_name = "lab", .verb = NWD_HOST_REMOVE_LABEL });
  rig_must (rig, &(Wish){ .label_name = "lab", .verb = NWD_HOST_ADD_LABEL });
  g_assert_cmpstr (nwd_state_find_network (state, "storage", NULL)->attachment_id, ==, "");
  for_vms.for_vms = TRUE;
  rig_must (rig, &for_vms);
  g_assert_cmpstr (told_find (rig, "storage")->bridge, ==, "storage");
}

/* What is stored comes back with the service. */
static void
test_restart (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) again = NULL;
  g_autofree char *before = NULL, *after = NULL;
  Wish wish = attach ("storage", "eth0");

  create (rig, "storage", 7, 0, TRUE);
  wish.ipv4 = "10.0.0.1/24";
  rig_must (rig, &wish);
  before = rig_state_text (rig);
  again = rig_new (fake_world_copy (rig->ports->world));
  after = rig_state_text (again);
  rig_assert_same (after, before);
  g_assert_cmpuint (told_find (again, "storage")->vlan, ==, 7);
  g_assert_cmpstr (told_find (again, "storage")->ip->ipv4.addresses[0], ==, "10.0.0.1/24");
  told_assert (again, "storage", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/uplinks/vlans-of-one-nic", test_vlans_of_one_nic);
  g_test_add_func ("/uplinks/vlan-beside-the-host", test_vlan_beside_the_host);
  g_test_add_func ("/uplinks/kernel-without-vlans", test_kernel_without_vlans);
  g_test_add_func ("/uplinks/vlan-of-others", test_vlan_of_others);
  g_test_add_func ("/uplinks/another-tag", test_another_tag);
  g_test_add_func ("/uplinks/not-for-vms", test_not_for_vms);
  g_test_add_func ("/uplinks/static-addresses", test_static_addresses);
  g_test_add_func ("/uplinks/taken-addresses", test_taken_addresses);
  g_test_add_func ("/uplinks/addresses-by-hand", test_addresses_by_hand);
  g_test_add_func ("/uplinks/settings-of-its-own", test_settings_of_its_own);
  g_test_add_func ("/uplinks/sync-takes-nothing-from-others", test_sync_takes_nothing_from_others);
  g_test_add_func ("/uplinks/a-second-nic", test_a_second_nic);
  g_test_add_func ("/uplinks/rolled-back", test_rolled_back);
  g_test_add_func ("/uplinks/given-back-and-wanted", test_given_back_and_wanted);
  g_test_add_func ("/uplinks/places-changed", test_places_changed);
  g_test_add_func ("/uplinks/other-profile", test_other_profile);
  g_test_add_func ("/uplinks/what-carries-is-kept", test_what_carries_is_kept);
  g_test_add_func ("/uplinks/families-apart", test_families_apart);
  g_test_add_func ("/uplinks/labels", test_labels);
  g_test_add_func ("/uplinks/restart", test_restart);
  return g_test_run ();
}
