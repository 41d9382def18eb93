/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bridges that are made and deleted at the same time. */

#include "rig.h"

#include "core/nwd-error.h"

#define MOST 50 /* at the same time */

static const Wish add_label = { .verb = NWD_HOST_ADD_LABEL, .label_name = "lab" };
static const Wish remove_label = { .verb = NWD_HOST_REMOVE_LABEL, .label_name = "lab" };

/* @n networks net0 and on that carry label lab. */
static void
carry (Rig *rig, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("net%u", i);

      rig_must (rig,
                &(Wish){ .network = name, .verb = NWD_HOST_CREATE_NETWORK, .label_name = "lab" });
    }
}

static char *
world_text (Rig *rig)
{
  return fake_world_to_text (rig->ports->world);
}

static void
wait_for_held (Rig *rig, guint n)
{
  while (fake_script_count_held (rig->ports->script) < n)
    g_main_context_iteration (NULL, TRUE);
}

/* All are asked for before the first one is there; but not more than so many. */
static void
test_at_the_same_time (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_auto (Answer) answer = { 0 };

  carry (rig, 60);
  fake_script_hold (script, "create-bridge", FAKE_BEFORE);
  rig_begin (rig, &add_label, &answer);
  wait_for_held (rig, MOST);
  g_assert_cmpuint (fake_script_count (script, "create-bridge"), ==, MOST);
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "net0"));
  fake_script_release (script, "create-bridge");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (fake_script_count (script, "create-bridge"), ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("net%u", i);

      g_assert_true (g_hash_table_contains (rig->ports->world->seals, name));
    }
}

/* What was there at the last moment stays, as that which we made does not. */
static void
test_others_bridge_stays (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  carry (rig, 3);
  before = world_text (rig);
  rig_forget (rig);
  fake_script_fail_name (script, "create-bridge net1", FAKE_BEFORE, NWD_ERROR_ALREADY_EXISTS);
  error = rig_do (rig, &add_label);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);
  g_assert_cmpuint (fake_script_count (script, "delete-bridge net0"), ==, 1);
  g_assert_cmpuint (fake_script_count (script, "delete-bridge net1"), ==, 0);
  g_assert_cmpuint (fake_script_count (script, "delete-bridge net2"), ==, 1);
  after = world_text (rig);
  rig_assert_same (after, before);
}

/* Removes the label while the network manager leaves the links of those that it lets go of, net0,
 * net2 and, where @n is 3, net1: @then is called when the kernel was asked for them. */
static GError *
remove_slowly (Rig *rig, guint n, void (*then) (Rig *rig))
{
  FakeScript *script = rig->ports->script;
  g_autofree char *call = g_strdup_printf ("delete-links %u", n);
  g_auto (Answer) answer = { 0 };

  rig_forget (rig);
  rig->ports->world->slow_links = TRUE;
  fake_script_hold (script, "delete-bridge net0", FAKE_AFTER);
  fake_script_hold (script, "delete-bridge net2", FAKE_AFTER);
  if (n == 3)
    fake_script_hold (script, "delete-bridge net1", FAKE_AFTER);
  rig_begin (rig, &remove_label, &answer);
  while (fake_script_count (script, call) == 0)
    g_main_context_iteration (NULL, TRUE);
  then (rig);
  fake_script_release (script, "delete-bridge");
  rig_wait (&answer);
  fake_ports_settle ();
  g_assert_cmpuint (fake_script_count (script, "delete-links"), ==, 1);
  return g_steal_pointer (&answer.error);
}

static void
wait_for_kernel (Rig *rig)
{
  while (g_hash_table_contains (rig->ports->world->links, "net0"))
    g_main_context_iteration (NULL, TRUE);
}

/* Their links go by one request to the kernel, and nothing else is deleted by it. */
static void
test_links_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  carry (rig, 3);
  before = world_text (rig);
  rig_must (rig, &add_label);
  error = remove_slowly (rig, 3, wait_for_kernel);
  g_assert_no_error (error);
  after = world_text (rig);
  rig_assert_same (after, before);
}

/* Nobody is kept from asking the kernel about links for long. */
static void
test_links_in_tens (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_auto (Answer) answer = { 0 };

  carry (rig, 12);
  rig_must (rig, &add_label);
  rig_forget (rig);
  rig->ports->world->slow_links = TRUE;
  fake_script_hold (script, "delete-bridge", FAKE_AFTER);
  rig_begin (rig, &remove_label, &answer);
  while (fake_script_count (script, "delete-links 2") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fake_script_count (script, "delete-links 10"), ==, 1);
  g_assert_cmpuint (fake_script_count (script, "delete-links"), ==, 2);
  wait_for_kernel (rig);
  fake_script_release (script, "delete-bridge");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
}

static void
delete_links (Rig *rig)
{
  fake_world_remove_link (rig->ports->world, "net0");
  fake_world_remove_link (rig->ports->world, "net1");
  fake_world_remove_link (rig->ports->world, "net2");
}

/* The network manager comes to it, in its time. */
static void
test_kernel_refuses (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  carry (rig, 3);
  rig_must (rig, &add_label);
  fake_script_fail_name (rig->ports->script, "delete-links", FAKE_BEFORE, NWD_ERROR_FAILED);
  error = remove_slowly (rig, 3, delete_links);
  g_assert_no_error (error);
}

/* A bridge whose profile stays keeps its link, and the others come back. */
static void
test_one_cannot_be_deleted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  const NwdLink *link = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint index = 0;

  carry (rig, 3);
  rig_must (rig, &add_label);
  before = world_text (rig);
  link = g_hash_table_lookup (rig->ports->world->links, "net1");
  index = link->index;
  fake_script_fail_name (rig->ports->script, "delete-bridge net1", FAKE_BEFORE,
                         NWD_ERROR_SETUP_FAILED);
  error = remove_slowly (rig, 2, wait_for_kernel);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED);
  link = g_hash_table_lookup (rig->ports->world->links, "net1");
  g_assert_cmpuint (link->index, ==, index);
  after = world_text (rig);
  rig_assert_same (after, before);
}

/* Which of several is told of first is not left to chance. */
static void
test_all_that_failed_are_told (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) away = NULL;

  carry (rig, 3);
  fake_script_fail_name (script, "create-bridge net2", FAKE_BEFORE, NWD_ERROR_ALREADY_EXISTS);
  fake_script_fail_name (script, "create-bridge net1", FAKE_BEFORE, NWD_ERROR_SETUP_FAILED);
  fake_script_hold (script, "create-bridge net1", FAKE_BEFORE);
  {
    g_auto (Answer) answer = { 0 };

    rig_begin (rig, &add_label, &answer);
    wait_for_held (rig, 1);
    fake_script_release (script, "create-bridge net1");
    rig_wait (&answer);
    error = g_error_copy (answer.error);
  }
  g_assert_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED);
  g_assert_cmpstr (error->message, ==,
                   "as the test wants: create-bridge net1\nas the test wants: create-bridge net2");

  fake_script_clear_failures (script);
  fake_script_fail_name (script, "create-bridge net0", FAKE_BEFORE, NWD_ERROR_SETUP_FAILED);
  fake_script_fail_name (script, "create-bridge", FAKE_BEFORE, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
  away = rig_do (rig, &add_label);
  g_assert_error (away, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
  g_assert_cmpstr (away->message, ==, "as the test wants: create-bridge net1");
}

/* One that a guest has come to since is known of before any of them is begun. */
static void
test_none_where_a_guest_came (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  carry (rig, 3);
  rig_must (rig, &add_label);
  rig_forget (rig);
  fake_script_hold (script, "write journal.ini", FAKE_BEFORE);
  {
    g_auto (Answer) answer = { 0 };

    rig_begin (rig, &remove_label, &answer);
    wait_for_held (rig, 1);
    fake_world_add_link (rig->ports->world, "vnet99", "tun", 1500);
    fake_world_set_master (rig->ports->world, "vnet99", "net1");
    before = world_text (rig);
    fake_script_release (script, "write journal.ini");
    rig_wait (&answer);
    fake_ports_settle ();
    error = g_error_copy (answer.error);
  }
  g_assert_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE);
  g_assert_cmpuint (fake_script_count (script, "delete-bridge"), ==, 0);
  g_assert_cmpuint (fake_script_count (script, "restore-bridge"), ==, 0);
  after = world_text (rig);
  rig_assert_same (after, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  g_test_add_func ("/engine/together/at-the-same-time", test_at_the_same_time);
  g_test_add_func ("/engine/together/others-bridge-stays", test_others_bridge_stays);
  g_test_add_func ("/engine/together/links-at-once", test_links_at_once);
  g_test_add_func ("/engine/together/links-in-tens", test_links_in_tens);
  g_test_add_func ("/engine/together/kernel-refuses", test_kernel_refuses);
  g_test_add_func ("/engine/together/one-cannot-be-deleted", test_one_cannot_be_deleted);
  g_test_add_func ("/engine/together/all-that-failed-are-told", test_all_that_failed_are_told);
  g_test_add_func ("/engine/together/none-where-a-guest-came", test_none_where_a_guest_came);
  return g_test_run ();
}
