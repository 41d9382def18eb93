/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bridges that are made and deleted at the same time. */

#include "rig.h"

#include "core/nwd-error.h"

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

  carry (rig, 20);
  fake_script_hold (script, "create-bridge", FAKE_BEFORE);
  rig_begin (rig, &add_label, &answer);
  wait_for_held (rig, 16);
  g_assert_cmpuint (fake_script_count (script, "create-bridge"), ==, 16);
  g_assert_false (g_hash_table_contains (rig->ports->world->links, "net0"));
  fake_script_release (script, "create-bridge");
  rig_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (fake_script_count (script, "create-bridge"), ==, 20);
  for (guint i = 0; i < 20; i++)
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

/* Their links go by one request to the kernel, and nothing else is deleted by it. */
static void
test_links_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  carry (rig, 3);
  before = world_text (rig);
  rig_must (rig, &add_label);
  rig_forget (rig);
  rig->ports->world->slow_links = TRUE;
  fake_script_hold (script, "delete-bridge", FAKE_AFTER);
  {
    g_auto (Answer) answer = { 0 };

    rig_begin (rig, &remove_label, &answer);
    wait_for_held (rig, 3);
    while (g_hash_table_contains (rig->ports->world->links, "net0"))
      g_main_context_iteration (NULL, TRUE);
    fake_script_release (script, "delete-bridge");
    rig_wait (&answer);
    g_assert_no_error (answer.error);
  }
  g_assert_cmpuint (fake_script_count (script, "delete-links 3"), ==, 1);
  after = world_text (rig);
  rig_assert_same (after, before);
}

/* A bridge whose profile stays keeps its link, and the others come back. */
static void
test_one_cannot_be_deleted (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  FakeScript *script = rig->ports->script;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint index = 0;

  carry (rig, 3);
  rig_must (rig, &add_label);
  before = world_text (rig);
  index = ((NwdLink *)g_hash_table_lookup (rig->ports->world->links, "net1"))->index;
  fake_script_fail_name (script, "delete-bridge net1", FAKE_BEFORE, NWD_ERROR_SETUP_FAILED);
  error = rig_do (rig, &remove_label);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED);
  g_assert_cmpuint (fake_script_count (script, "delete-links 2"), ==, 1);
  g_assert_cmpuint (((NwdLink *)g_hash_table_lookup (rig->ports->world->links, "net1"))->index, ==,
                    index);
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
  g_test_add_func ("/engine/together/one-cannot-be-deleted", test_one_cannot_be_deleted);
  return g_test_run ();
}
