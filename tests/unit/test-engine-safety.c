/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The network manager's own checkpoint, beside the journal of what this host is reached by. */

#include "told.h"

#include "core/nwd-error.h"

#include <string.h>

static Wish
attach_static (guint confirm_timeout)
{
  return (Wish){ .network = "green",
                 .verb = NWD_HOST_SET_UP,
                 .nic = "eth0",
                 .ipv4 = "10.8.0.1/24",
                 .options = { .confirm_timeout = confirm_timeout, .persist = TRUE } };
}

static Wish
detach (guint confirm_timeout)
{
  return (Wish){ .network = "green",
                 .verb = NWD_HOST_DETACH,
                 .options = { .confirm_timeout = confirm_timeout, .persist = TRUE } };
}

static char *
must_begin (Rig *rig, const Wish *wish)
{
  g_auto (Answer) answer = { 0 };

  rig_begin (rig, wish, &answer);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  fake_ports_settle ();
  return g_steal_pointer (&answer.outcome.checkpoint_id);
}

static gboolean
was_called (Rig *rig, const char *call)
{
  return fake_script_count (rig->ports->script, call) > 0;
}

/* Whose rollback would take our change back, when it is done. */
static void
test_of_others (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (0);

  fake_world_set_text (&rig->ports->world->checkpoint, "that of others");
  rig_assert_refused (rig, &wish, NWD_ERROR_BUSY, "that of others decides");
  rig_must (rig, &(Wish){ .network = "green", .verb = NWD_HOST_ATTACH });
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "that of others");
}

/* What we cannot put back is left to it. */
static void
test_undo_fails (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (0);
  g_autoptr (GError) error = NULL;

  fake_script_fail_name (rig->ports->script, "write host.ini", FAKE_BEFORE,
                         NWD_ERROR_STORAGE_FAILED);
  fake_script_fail_name (rig->ports->script, "remove-port", FAKE_BEFORE, NWD_ERROR_SETUP_FAILED);
  error = rig_do (rig, &wish);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_nonnull (strstr (error->message, "could not be undone"));
  g_assert_true (was_called (rig, "restore-guard eth0,green"));
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "");
}

static void
test_extended (void)
{
  const NwdOptions options = { 0 };
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (60);
  g_autofree char *id = must_begin (rig, &wish);
  g_autofree char *calls = NULL;

  /* Not the 20 s that the change might have taken; 120 to put it back. */
  g_assert_cmpuint (rig->ports->world->checkpoint_seconds, >=, 60 + 120 - 1);
  g_assert_cmpuint (rig->ports->world->checkpoint_seconds, <=, 60 + 120);
  rig_forget (rig);
  nwd_engine_extend_async (rig->engine, id, 300, &options, NULL, NULL);
  fake_ports_settle ();
  g_assert_cmpuint (rig->ports->world->checkpoint_seconds, >=, 300 + 120 - 1);
  g_assert_cmpuint (rig->ports->world->checkpoint_seconds, <=, 300 + 120);
  calls = rig_calls (rig);
  g_assert_cmpstr (calls, ==, "extend-guard eth0,green; write journal.ini");
  rig_must_decide (rig, nwd_engine_commit_async, id);
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "");
}

/* The journal takes longer than it lasts: nothing is begun unguarded. */
static void
test_over_too_soon (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (0);
  g_auto (Answer) answer = { 0 };

  fake_script_hold (rig->ports->script, "write journal.ini", FAKE_BEFORE);
  rig_begin (rig, &wish, &answer);
  fake_ports_settle ();
  fake_host_network_forget_checkpoint (rig->ports->host_network);
  fake_script_release (rig->ports->script, "write journal.ini");
  rig_wait (&answer);
  fake_ports_settle ();
  g_assert_error (answer.error, NWD_ERROR, NWD_ERROR_SETUP_FAILED);
  g_assert_nonnull (strstr (answer.error->message, "nothing was changed"));
  g_assert_false (was_called (rig, "create-bridge"));
  g_assert_true (rig_journal_is_empty (rig));
}

/* It cannot be ended at once: it is tried again, before the journal forgets it. */
static void
test_ended_later (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (60);
  g_autofree char *id = must_begin (rig, &wish);

  fake_script_fail_name (rig->ports->script, "end-guard", FAKE_BEFORE, NWD_ERROR_SETUP_FAILED);
  nwd_engine_roll_back_async (rig->engine, id, &(NwdOptions){ 0 }, NULL, NULL);
  while (!was_called (rig, "end-guard"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (rig_journal_is_empty (rig));
  fake_script_clear_failures (rig->ports->script);
  while (!rig_journal_is_empty (rig))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "");
}

/* It is lost with the network manager; the journal is not. */
static void
test_network_manager_starts_anew (gconstpointer decide)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish wish = attach_static (60);
  g_autofree char *id = must_begin (rig, &wish);

  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_DISCONNECTED);
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "");
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
  fake_ports_settle ();
  rig_must_decide (rig, (RigDecide)decide, id);
  g_assert_true (rig_journal_is_empty (rig));
}

/* --- it has done its work, while we were away --- */

/* The bridge and its NIC are as they were before: the network manager's part. */
static void
give_back (FakeWorld *world, const FakeWorld *before)
{
  NwdBridge *bridge = g_hash_table_lookup (before->bridges, "green");
  NwdUplink *uplink = g_hash_table_lookup (before->uplinks, "eth0");

  fake_world_set_text (&world->checkpoint, "");
  g_hash_table_replace (world->bridges, g_strdup ("green"), nwd_bridge_ref (bridge));
  g_hash_table_replace (world->uplinks, g_strdup ("eth0"), nwd_uplink_ref (uplink));
  fake_world_add_link (world, "green", "bridge", 1500);
  fake_world_set_master (world, "eth0", "green");
}

static void
test_given_back (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Wish attach = attach_static (0), wish = detach (60);
  g_autoptr (FakeWorld) before = NULL;
  g_autofree char *state = NULL;
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;

  rig_must (rig, &attach);
  before = fake_world_copy (rig->ports->world);
  state = rig_state_text (rig);
  id = must_begin (rig, &wish);
  g_assert_cmpstr (rig->ports->world->checkpoint, ==, "eth0,green");
  give_back (rig->ports->world, before);
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  now = rig_state_text (rig);
  rig_assert_same (now, state);
  told_assert (rig, "green", NULL);
}

/* A NIC that somebody has pulled out meanwhile: its profile is back, and waits for it. */
static void
test_without_its_nic (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish attach = attach_static (0), wish = detach (60);
  g_autofree char *id = NULL;

  rig_must (rig, &attach);
  id = must_begin (rig, &wish);
  fake_world_remove_link (world, "eth0");
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  g_assert_true (g_hash_table_contains (world->uplinks, "eth0"));
  g_assert_true (rig_journal_is_empty (rig));
  g_assert_nonnull (told_find (rig, "green"));
  told_assert (rig, "green", "nic is '' instead of 'eth0'");
  g_assert_false (was_called (rig, "restore-guard"));
}

/* Nobody has changed the addresses since: they are what they were. */
static void
test_readdressed (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeWorld *world = rig->ports->world;
  Wish attach = attach_static (0), wish = attach_static (60);
  g_autofree char *state = NULL;
  g_autofree char *id = NULL;
  g_autofree char *now = NULL;
  NwdBridge *before = NULL;

  rig_must (rig, &attach);
  state = rig_state_text (rig);
  before = nwd_bridge_ref (g_hash_table_lookup (world->bridges, "green"));
  wish.ipv4 = "10.8.0.2/24";
  id = must_begin (rig, &wish);
  fake_world_set_text (&world->checkpoint, "");
  g_hash_table_replace (world->bridges, g_strdup ("green"), before);
  told_all (rig);
  rig_must_decide (rig, nwd_engine_roll_back_async, id);
  now = rig_state_text (rig);
  rig_assert_same (now, state);
  told_assert (rig, "green", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/safety/of-others", test_of_others);
  g_test_add_func ("/safety/undo-fails", test_undo_fails);
  g_test_add_func ("/safety/over-too-soon", test_over_too_soon);
  g_test_add_func ("/safety/ended-later", test_ended_later);
  g_test_add_func ("/safety/extended", test_extended);
  g_test_add_data_func ("/safety/network-manager-starts-anew/commit", nwd_engine_commit_async,
                        test_network_manager_starts_anew);
  g_test_add_data_func ("/safety/network-manager-starts-anew/roll-back", nwd_engine_roll_back_async,
                        test_network_manager_starts_anew);
  g_test_add_func ("/safety/given-back", test_given_back);
  g_test_add_func ("/safety/without-its-nic", test_without_its_nic);
  g_test_add_func ("/safety/readdressed", test_readdressed);
  return g_test_run ();
}
