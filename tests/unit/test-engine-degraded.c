/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A store that cannot be read, and the way out of it; what others do meanwhile. */

#include "wishes.h"

#include "core/nwd-error.h"

#include <string.h>

#define NOTE1 "vm/00000000-0000-4000-8000-000000000001.ini"

static const Wish unwire1 = { .mac = MAC_WEB1, .network = "" };

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  nwd_engine_recover_finish (NWD_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static GError *
recover (Rig *rig, gboolean previous)
{
  g_auto (Answer) answer = { 0 };
  NwdOptions options = { 0 };

  nwd_engine_recover_async (rig->engine, previous, &options, on_recovered, &answer);
  rig_wait (&answer);
  fake_ports_settle ();
  return g_steal_pointer (&answer.error);
}

/* A world in which there was life: an unwired card, and a copy of host.ini. */
static FakeWorld *
used_world (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  rig_must (rig, &(Wish){ .network = "more", .verb = NWD_HOST_CREATE_NETWORK });
  rig_must (rig, &unwire1);
  return fake_world_copy (rig->ports->world);
}

static Rig *
degraded_rig (FakeWorld *world)
{
  Rig *rig = NULL;

  g_test_expect_message ("nwd-engine", G_LOG_LEVEL_CRITICAL, "Degraded*");
  rig = rig_new (world);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (nwd_engine_get_state (rig->engine)->degraded_reason, !=, "");
  return rig;
}

static void
spoil (FakeWorld *world, const char *name, const char *text)
{
  g_hash_table_replace (world->texts, g_strdup (name), g_strdup (text));
}

static void
assert_nothing_can_be_changed (Rig *rig)
{
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;

  for (const Wish *wish = all_wishes; wish->label; wish++)
    {
      g_autoptr (GError) error = NULL;

      /* Only what is still known by name can be asked for, and only cards that are there. */
      if ((!wish->mac && wish->verb != NWD_HOST_CREATE_NETWORK)
          || (wish->and &&g_str_equal (wish->and->mac, MAC_NEW)))
        continue;
      error = rig_do (rig, wish);
      g_assert_error (error, NWD_ERROR, NWD_ERROR_DEGRADED);
    }
  fake_hypervisor_connect (rig->ports->hypervisor);
  fake_hypervisor_tell_gone (rig->ports->hypervisor, "00000000-0000-4000-8000-000000000002");
  fake_ports_settle ();
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "write"), ==, 0);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "remove"), ==, 0);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "set-aside"), ==, 0);
}

static void
test_nothing_is_changed (gconstpointer name)
{
  static const char *const texts[] = {
    "",
    "rubbish",
    "[netwiring]\nkind=host\nformat=1\nrecords=0\n",
    "[netwiring]\nkind=host\nformat=2\nrecords=0\n\n[end]\ncomplete=true\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      FakeWorld *world = used_world ();
      g_autoptr (Rig) rig = NULL;

      spoil (world, name, texts[i]);
      rig = degraded_rig (world);
      g_assert_nonnull (strstr (nwd_engine_get_state (rig->engine)->degraded_reason, name));
      assert_nothing_can_be_changed (rig);
    }
}

static void
test_recover_previous (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  spoil (world, "host.ini", "rubbish");
  rig = degraded_rig (world);
  error = recover (rig, TRUE);
  g_assert_no_error (error);
  g_assert_cmpstr (nwd_engine_get_state (rig->engine)->degraded_reason, ==, "");
  g_assert_cmpstr (rig_network_id (rig, "more"), !=, "more");
  g_assert_cmpstr (g_hash_table_lookup (rig->ports->world->texts, "host.ini.corrupt-1"), ==,
                   "rubbish");
  rig_must (rig, &(Wish){ .mac = MAC_WEB2, .network = "blue" });
}

/* Whoever took host.ini away, an empty store is not what was meant. */
static void
test_missing_host (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_remove (world->texts, "host.ini");
  rig = degraded_rig (world);
  assert_nothing_can_be_changed (rig);
  error = recover (rig, TRUE);
  g_assert_no_error (error);
  g_assert_cmpstr (rig_network_id (rig, "more"), !=, "more");
}

static void
test_recover_previous_without_copy (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  spoil (world, "host.ini", "rubbish");
  g_hash_table_remove (world->texts, "host.ini.previous");
  rig = degraded_rig (world);
  error = recover (rig, TRUE);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND);
  g_assert_cmpstr (nwd_engine_get_state (rig->engine)->degraded_reason, !=, "");
  g_assert_cmpstr (g_hash_table_lookup (rig->ports->world->texts, "host.ini"), ==, "rubbish");
}

static void
test_recover_empty (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  spoil (world, "host.ini", "rubbish");
  rig = degraded_rig (world);
  error = recover (rig, FALSE);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (nwd_engine_get_state (rig->engine)->own_networks), ==, 0);
  g_assert_true (g_hash_table_contains (rig->ports->world->links, "red"));
}

/* The notes of VMs are good: they must come back with the rest. */
static void
test_recover_keeps_notes (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  spoil (world, "journal.ini", "rubbish");
  rig = degraded_rig (world);
  error = recover (rig, TRUE);
  g_assert_no_error (error);
  g_assert_true (nwd_vnic_get_linked (rig_vnic (rig, MAC_WEB1)));
  g_assert_nonnull (rig_vnic (rig, MAC_WEB1)->note);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .network = "red" });
  g_assert_cmpstr (nwd_vnic_get_link_state (rig_vnic (rig, MAC_WEB1)), ==, "up");
}

/* What a life before left half done is undone once the way out was taken; once only. */
static void
test_recover_runs_the_journal (void)
{
  g_autoptr (Rig) first = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (first->ports->world);
  g_auto (Answer) move = { 0 };
  FakeWorld *world = NULL;
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) no_space = NULL;
  g_autofree char *after = NULL;

  fake_script_hold (first->ports->script, "read-domain", FAKE_BEFORE);
  fake_script_hold (first->ports->script, "change-card web1", FAKE_AFTER);
  rig_begin (first, &(Wish){ .mac = MAC_WEB1, .network = "blue", .linked = -1 }, &move);
  fake_ports_settle ();
  world = fake_world_copy (first->ports->world);
  fake_script_release (first->ports->script, "");
  rig_wait (&move);
  fake_ports_settle ();

  spoil (world, "host.ini.previous", g_hash_table_lookup (world->texts, "host.ini"));
  spoil (world, "host.ini", "rubbish");
  rig = degraded_rig (world);
  fake_script_fail_name (rig->ports->script, "write host.ini", FAKE_BEFORE,
                         NWD_ERROR_STORAGE_FAILED);
  no_space = recover (rig, TRUE);
  g_assert_error (no_space, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  fake_script_clear_failures (rig->ports->script);
  error = recover (rig, TRUE);
  g_assert_no_error (error);
  g_hash_table_remove (world->texts, "host.ini.corrupt-1");
  after = fake_world_to_text (world);
  rig_assert_same (after, before);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "change-card"), ==, 2);
}

static void
test_nothing_to_recover (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = recover (rig, TRUE);

  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
}

/* --- a bad file of one VM --- */

static void
test_bad_vm_file (void)
{
  FakeWorld *world = used_world ();
  g_autoptr (Rig) rig = NULL;
  const NwdVm *vm = NULL;

  spoil (world, NOTE1, "rubbish");
  rig = rig_new (world);
  vm
    = nwd_state_get_vm (nwd_engine_get_state (rig->engine), "00000000-0000-4000-8000-000000000001");
  g_assert_nonnull (strstr (vm->problem, NOTE1));
  g_assert_cmpstr (nwd_engine_get_state (rig->engine)->degraded_reason, ==, "");
  g_assert_cmpstr (g_hash_table_lookup (world->texts, NOTE1), ==, "rubbish");

  /* Set aside as soon as there is something to write. */
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = 1 });
  g_assert_cmpstr (g_hash_table_lookup (world->texts, NOTE1 ".corrupt-1"), ==, "rubbish");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_data_func ("/engine/degraded/host", "host.ini", test_nothing_is_changed);
  g_test_add_data_func ("/engine/degraded/journal", "journal.ini", test_nothing_is_changed);
  g_test_add_func ("/engine/degraded/missing-host", test_missing_host);
  g_test_add_func ("/engine/recover/previous", test_recover_previous);
  g_test_add_func ("/engine/recover/previous-without-copy", test_recover_previous_without_copy);
  g_test_add_func ("/engine/recover/empty", test_recover_empty);
  g_test_add_func ("/engine/recover/keeps-notes", test_recover_keeps_notes);
  g_test_add_func ("/engine/recover/runs-the-journal", test_recover_runs_the_journal);
  g_test_add_func ("/engine/recover/nothing", test_nothing_to_recover);
  g_test_add_func ("/engine/bad-vm-file", test_bad_vm_file);
  return g_test_run ();
}
