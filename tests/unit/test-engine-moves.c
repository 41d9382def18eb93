/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What keeps a network where it is, on its NIC and on this host. */

#include "rig.h"
#include "told.h"

#include "core/nwd-error.h"
#include "core/nwd-uplink.h"

static void
create (Rig *rig, const char *name, guint vlan, guint mtu)
{
  rig_must (rig,
            &(Wish){ .network = name, .vlan = vlan, .mtu = mtu, .verb = NWD_HOST_CREATE_NETWORK });
}

/* Its profile would give them to the NIC again. */
static void
test_taken_addresses_stay (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = NULL;
  const Wish take
    = { .network = "green", .nic = "eth0", .take_addresses = TRUE, .verb = NWD_HOST_ATTACH };
  Wish move = { .network = "green", .nic = "eth2", .verb = NWD_HOST_UPDATE_ATTACHMENT };

  fake_world_add_nic (world, "eth2", "");
  fake_world_configure_nic (world, "eth0", "office");
  rig = rig_new (world);
  rig_must (rig, &take);
  rig_assert_refused (rig, &move, NWD_ERROR_NETWORK_IN_USE, "give them to that NIC again");
  rig_assert_refused (rig,
                      &(Wish){ .network = "green", .vlan = 7, .verb = NWD_HOST_UPDATE_NETWORK },
                      NWD_ERROR_NETWORK_IN_USE, "give them to that NIC again");
  move.ipv4 = "10.0.0.1/24";
  rig_must (rig, &move);
}

static void
test_tagged_beneath_a_larger_one (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const Wish retag
    = { .network = "plain", .vlan = 7, .mtu = 1500, .verb = NWD_HOST_UPDATE_NETWORK };

  create (rig, "plain", 0, 9000);
  create (rig, "tagged", 5, 9000);
  rig_must (rig, &(Wish){ .network = "plain", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  rig_must (rig, &(Wish){ .network = "tagged", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  rig_assert_refused (rig, &retag, NWD_ERROR_NETWORK_IN_USE, "NETWORK_MTU_DIFFERENCES");
}

/* Who counts on the host's next start to put it back must be told that it will not. */
static void
test_lasting_is_not_made_transient (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_assert_refused (
    rig, &(Wish){ .network = "iso", .nic = "eth0", .transient = TRUE, .verb = NWD_HOST_SET_UP },
    NWD_ERROR_ALREADY_EXISTS, "persist: network iso");
}

/* A tag is no MTU. */
static void
test_tags_are_not_accepted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  create (rig, "tagged", 100, 0);
  rig_must (rig, &(Wish){ .network = "tagged", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  fake_world_edit_uplink (rig->ports->world, "eth0.100")->vlan = 200;
  told_all (rig);
  rig_assert_refused (rig,
                      &(Wish){ .network = "tagged", .accept = "vlan", .verb = NWD_HOST_ACCEPT },
                      NWD_ERROR_NOT_SUPPORTED, "vlan cannot be accepted");
}

/* The name of an interface is its profile's, whatever tag that says by now. */
static void
test_copied_uplink (void)
{
  g_autoptr (NwdUplink) uplink = nwd_uplink_new ("eth0", 7, "green", 1500);
  g_autoptr (NwdUplink) copy = NULL;

  uplink->vlan = 8;
  copy = nwd_uplink_copy (uplink);
  g_assert_cmpstr (copy->device, ==, "eth0.7");
  g_assert_true (nwd_uplink_equal (uplink, copy));
}

/* A guest that came to the bridge by another name of it keeps its uplink. */
static void
test_guests_of_others_stay (void)
{
  FakeWorld *world = rig_sample_world ();
  g_autoptr (Rig) rig = rig_new (world);

  rig_must (rig, &(Wish){ .network = "green", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  fake_world_add_link (world, "tap9", "tun", 1500);
  fake_world_set_master (world, "tap9", "green");
  told_all (rig);
  rig_forget (rig);
  rig_assert_refused (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH },
                      NWD_ERROR_NETWORK_IN_USE, "on its bridge green by interface tap9");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "remove-port"), ==, 0);
}

/* Nobody is told that it is put back before it can be. */
static void
test_no_rollback_without_backend (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) away = NULL;
  const Wish tried
    = { .network = "green", .verb = NWD_HOST_ATTACH, .options = { .confirm_timeout = 600 } };

  rig_begin (rig, &tried, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  away = rig_decide (rig, nwd_engine_roll_back_async, answer.outcome.checkpoint_id);
  g_assert_error (away, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
  g_assert_true (g_hash_table_contains (rig->ports->world->links, "green"));
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
  rig_must_decide (rig, nwd_engine_roll_back_async, answer.outcome.checkpoint_id);
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "green"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/moves/taken-addresses-stay", test_taken_addresses_stay);
  g_test_add_func ("/moves/tagged-beneath-a-larger-one", test_tagged_beneath_a_larger_one);
  g_test_add_func ("/moves/lasting-is-not-made-transient", test_lasting_is_not_made_transient);
  g_test_add_func ("/moves/tags-are-not-accepted", test_tags_are_not_accepted);
  g_test_add_func ("/moves/copied-uplink", test_copied_uplink);
  g_test_add_func ("/moves/guests-of-others-stay", test_guests_of_others_stay);
  g_test_add_func ("/moves/no-rollback-without-backend", test_no_rollback_without_backend);
  return g_test_run ();
}
