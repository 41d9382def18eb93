/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Guests that have yet to let go of a card are known over a restart, as long as it is that card. */

#include "rig.h"

#include "core/nwd-error.h"

#define FILE_NAME "unplugging.ini"

static const Wish add_mirror
  = { .mac = MAC_TMP1, .add = TRUE, .new_mac = MAC_NEW, .mirrors = "blue" };

/* Guests let go of nothing, from the start; of what they were asked for, too. */
static Rig *
rig_of (FakeWorld *world)
{
  GHashTable *leaving = g_steal_pointer (&world->leaving);
  Rig *rig = NULL;

  world->leaving = g_hash_table_new (g_str_hash, g_str_equal);
  rig = rig_new (world);
  fake_hypervisor_set_guest (rig->ports->hypervisor, FAKE_GUEST_NEVER);
  g_hash_table_unref (world->leaving);
  world->leaving = leaving;
  return rig;
}

static gboolean
has_file (Rig *rig)
{
  return g_hash_table_contains (rig->ports->world->texts, FILE_NAME);
}

/* Its guest is asked, and does not let go. */
static Rig *
rig_asked (const char *mac)
{
  Rig *rig = rig_of (rig_sample_world ());
  g_autoptr (GError) error
    = rig_do (rig, &(Wish){ .mac = mac, .plugged = -1, .options = { .timeout = 1 } });

  g_assert_error (error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  g_assert_true (has_file (rig));
  return rig;
}

static void
let_go (Rig *rig)
{
  fake_hypervisor_let_go (rig->ports->hypervisor);
  fake_ports_settle ();
}

static void
test_known_again (gconstpointer mac)
{
  g_autoptr (Rig) rig = rig_asked (mac);
  g_autofree char *id = g_strdup (rig_vnic (rig, mac)->id);
  g_autoptr (Rig) next = rig_of (fake_world_copy (rig->ports->world));
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (next, mac)), ==, "unplugging");
  error = rig_do (next, &(Wish){ .mac = mac, .plugged = 1 });
  g_assert_error (error, NWD_ERROR, NWD_ERROR_BUSY);
  let_go (next);
  g_assert_cmpstr (rig_vnic (next, mac)->id, ==, id);
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (next, mac)), ==, "unplugged");
  g_assert_false (has_file (next));
  rig_must (next, &(Wish){ .mac = mac, .plugged = 1 });
}

/* What never was to be there does not become an unplugged card by a restart. */
static void
test_undone (void)
{
  g_autoptr (Rig) rig = rig_of (rig_sample_world ());
  g_autoptr (Rig) next = NULL;
  g_autoptr (GError) error = NULL;

  fake_script_fail_name (rig->ports->script, "mirror", FAKE_BEFORE, NWD_ERROR_FAILED);
  error = rig_do (rig, &add_mirror);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_PLUG_FAILED);
  g_assert_true (has_file (rig));
  next = rig_of (fake_world_copy (rig->ports->world));
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (next, MAC_NEW)), ==, "unplugging");
  let_go (next);
  g_assert_null (nwd_state_get_vnic (nwd_engine_get_state (next->engine), RIG_NEW_VNIC));
  g_assert_false (has_file (next));
}

/* --- it is another card by now --- */

static void
assert_forgotten (FakeWorld *world)
{
  g_autoptr (Rig) next = rig_of (world);

  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (next, MAC_WEB1)), ==, "active");
  g_assert_false (has_file (next));
}

/* The VM was started anew while nobody looked: its tap has another index. */
static void
test_another_run (void)
{
  g_autoptr (Rig) rig = rig_asked (MAC_WEB1);
  FakeWorld *world = fake_world_copy (rig->ports->world);

  fake_world_remove_link (world, "vnet1");
  fake_world_add_link (world, "vnet1", "tun", 1500);
  fake_world_set_master (world, "vnet1", "red");
  assert_forgotten (world);
}

/* And so was the host: indexes mean something else. */
static void
test_another_boot (void)
{
  g_autoptr (Rig) rig = rig_asked (MAC_WEB1);
  FakeWorld *world = fake_world_copy (rig->ports->world);

  world->boots++;
  assert_forgotten (world);
}

static void
test_unreadable (void)
{
  g_autoptr (Rig) rig = rig_asked (MAC_WEB1);
  FakeWorld *world = fake_world_copy (rig->ports->world);

  g_hash_table_replace (world->texts, g_strdup (FILE_NAME), g_strdup ("[netwiring]\n"));
  assert_forgotten (world);
}

/* --- who waits --- */

/* A call that would be undone is none that was in vain. */
static void
test_awaited (void)
{
  g_autoptr (Rig) rig = rig_of (rig_sample_world ());
  g_auto (Answer) answer = { 0 };

  rig_begin (rig, &(Wish){ .mac = MAC_WEB1, .plugged = -1 }, &answer);
  fake_ports_settle ();
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (rig, MAC_WEB1)), ==, "unplugging");
  g_assert_false (has_file (rig));
  let_go (rig);
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "write " FILE_NAME), ==, 0);
}

static void
assert_file_is_there (guint number, FakeMoment moment, gpointer data)
{
  const FakeWorld *world = data;

  g_assert_true (g_hash_table_contains (world->texts, FILE_NAME));
}

/* With the next news it is tried again. */
static void
test_not_written (void)
{
  const Wish unplug = { .mac = MAC_WEB1, .plugged = -1, .options = { .timeout = 1 } };
  g_autoptr (Rig) rig = rig_of (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  fake_script_fail_name (rig->ports->script, "write " FILE_NAME, FAKE_BEFORE,
                         NWD_ERROR_STORAGE_FAILED);
  error = rig_do (rig, &unplug);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_TIMEOUT);
  g_assert_false (has_file (rig));
  fake_script_clear_failures (rig->ports->script);
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .linked = -1 });
  g_assert_true (has_file (rig));
}

/* What runs is not known at once. */
static void
test_kept_while_it_starts (void)
{
  g_autoptr (Rig) rig = rig_asked (MAC_WEB1);
  FakeWorld *world = fake_world_copy (rig->ports->world);
  g_autoptr (Rig) next = NULL;

  g_hash_table_remove_all (world->leaving);
  next = rig_new_probed (world, assert_file_is_there, world);
  g_assert_cmpstr (nwd_vnic_get_state (rig_vnic (next, MAC_WEB1)), ==, "unplugging");
  fake_script_set_probe (next->ports->script, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_data_func ("/engine/unplugging/known-again", MAC_WEB1, test_known_again);
  g_test_add_data_func ("/engine/unplugging/known-again/transient", MAC_TMP1, test_known_again);
  g_test_add_func ("/engine/unplugging/undone", test_undone);
  g_test_add_func ("/engine/unplugging/another-run", test_another_run);
  g_test_add_func ("/engine/unplugging/another-boot", test_another_boot);
  g_test_add_func ("/engine/unplugging/unreadable", test_unreadable);
  g_test_add_func ("/engine/unplugging/awaited", test_awaited);
  g_test_add_func ("/engine/unplugging/not-written", test_not_written);
  g_test_add_func ("/engine/unplugging/kept-while-it-starts", test_kept_while_it_starts);
  return g_test_run ();
}
