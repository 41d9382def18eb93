/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes of the host that are put back when others have changed it since, or it has started anew.
 */

#include "told.h"

#include "core/nwd-error.h"

static char *
begin (Rig *rig, const Wish *wish)
{
  Wish unconfirmed = *wish;
  g_auto (Answer) answer = { 0 };

  unconfirmed.options.confirm_timeout = 600;
  unconfirmed.options.persist = TRUE;
  rig_begin (rig, &unconfirmed, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  return g_steal_pointer (&answer.outcome.checkpoint_id);
}

static guint
count_events (Rig *rig, NwdEventType type)
{
  g_autoptr (GPtrArray) list
    = nwd_history_list (nwd_engine_get_history (rig->engine), &(NwdHistoryFilter){ 0 });
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += ((NwdEvent *)g_ptr_array_index (list, i))->type == type;
  return n;
}

/* A network without a bridge was moved; somebody has taken the NIC that it was on. It has to stay
 * somewhere. */
static void
test_old_nic_is_taken (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish move = { .network = "storage", .nic = "eth2", .verb = NWD_HOST_UPDATE_ATTACHMENT };
  g_autofree char *id = NULL;

  fake_world_add_nic (world, "eth2", "");
  told_all (rig);
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig,
            &(Wish){ .network = "storage", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &(Wish){ .network = "storage", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  id = begin (rig, &move);
  fake_world_configure_nic (world, "eth0", "office");
  fake_host_network_tell_managed (rig->ports->host_network);
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpuint (count_events (rig, NWD_EVENT_ROLLBACK_KEPT), ==, 2); /* for each NIC */
  g_assert_cmpstr (told_find (rig, "storage")->nic, ==, "eth2");
  g_assert_true (g_hash_table_contains (world->uplinks, "eth2"));
  told_assert (rig, "storage", NULL);
}

/* Two have moved up, and the first place is taken: both stay where they are. */
static void
test_two_have_moved (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish follow = { .network = "storage", .nic = "eth2", .verb = NWD_HOST_UPDATE_ATTACHMENT };
  Wish first
    = { .network = "backup", .nic = "eth3", .verb = NWD_HOST_UPDATE_ATTACHMENT, .and = &follow };
  g_autofree char *id = NULL;

  fake_world_add_nic (world, "eth2", "");
  fake_world_add_nic (world, "eth3", "");
  told_all (rig);
  fake_host_network_tell_managed (rig->ports->host_network);
  rig_must (rig,
            &(Wish){ .network = "storage", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig,
            &(Wish){ .network = "backup", .not_for_vms = TRUE, .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &(Wish){ .network = "storage", .nic = "eth0", .verb = NWD_HOST_ATTACH });
  rig_must (rig, &(Wish){ .network = "backup", .nic = "eth2", .verb = NWD_HOST_ATTACH });
  id = begin (rig, &first);
  fake_world_configure_nic (world, "eth0", "office");
  fake_host_network_tell_managed (rig->ports->host_network);
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpstr (told_find (rig, "storage")->nic, ==, "eth2");
  g_assert_cmpstr (told_find (rig, "backup")->nic, ==, "eth3");
  told_assert (rig, "storage", NULL);
  told_assert (rig, "backup", NULL);
}

/* Somebody activates a profile of his on a bridge whose addresses were not confirmed: it is his. */
static void
test_bridge_is_taken (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish attach
    = { .network = "green", .nic = "eth0", .ipv4 = "10.8.0.1/24", .verb = NWD_HOST_ATTACH };
  Wish change = { .network = "green", .ipv4 = "10.8.0.2/24", .verb = NWD_HOST_UPDATE_ATTACHMENT };
  g_autofree char *id = NULL;

  rig_must (rig, &attach);
  id = begin (rig, &change);
  fake_world_set_text (&fake_world_edit_bridge (world, "green")->holder, "theirs");
  told_all (rig);
  rig_forget (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "restore-bridge"), ==, 0);
  g_assert_cmpuint (count_events (rig, NWD_EVENT_ROLLBACK_KEPT), ==, 1);
  told_assert (rig, "green", "profile is 'theirs' instead of 'profile of green'");
}

/* A guest that is no VM of libvirt's keeps the bridge where it is: nobody is sent away then. */
static void
test_strangers_tap (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  g_autofree char *id = begin (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH });

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "green" });
  fake_world_add_link (world, "tap7", "tun", 1500);
  fake_world_set_master (world, "tap7", "green");
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_cmpuint (count_events (rig, NWD_EVENT_ROLLBACK_KEPT), ==, 1);
  g_assert_cmpstr (fake_world_get_master (world, "vnet1"), ==, "green");
  g_assert_cmpstr (fake_world_get_master (world, "tap7"), ==, "green");
}

/* What was to be gone with the boot in which it was detached does not come back in the next. */
static void
test_next_boot (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (Rig) rebooted = NULL;
  g_autofree char *id = NULL;
  FakeWorld *world = NULL;

  rig_must (rig, &(Wish){ .network = "green", .transient = TRUE, .verb = NWD_HOST_ATTACH });
  id = begin (rig, &(Wish){ .network = "green", .verb = NWD_HOST_DETACH });
  world = fake_world_copy (rig->ports->world);
  world->boots++;
  rebooted = rig_new (world);
  rig_must_decide (rebooted, nwd_engine_roll_back_async, id);
  g_assert_null (told_find (rebooted, "green"));
  g_assert_false (g_hash_table_contains (world->links, "green"));
  g_assert_true (rig_journal_is_empty (rebooted));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rollback/old-nic-is-taken", test_old_nic_is_taken);
  g_test_add_func ("/rollback/two-have-moved", test_two_have_moved);
  g_test_add_func ("/rollback/bridge-is-taken", test_bridge_is_taken);
  g_test_add_func ("/rollback/strangers-tap", test_strangers_tap);
  g_test_add_func ("/rollback/next-boot", test_next_boot);
  return g_test_run ();
}
