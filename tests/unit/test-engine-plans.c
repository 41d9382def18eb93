/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes that are made the way they are meant to be: which calls, in which order, how often
 * published. */

#include "wishes.h"

#include <string.h>

static void
test_calls (gconstpointer data)
{
  const Wish *wish = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *calls = NULL;

  wishes_prepare (rig, wish);
  rig_must (rig, wish);
  calls = rig_calls (rig);
  g_assert_cmpstr (calls, ==, wish->calls);
  g_assert_true (rig_journal_is_empty (rig));
}

static guint
count_publications (Rig *rig, const char *kind, const char *id)
{
  g_autofree char *wanted = g_strdup_printf ("%s:%s ", kind, id);
  guint n = 0;

  for (guint i = 0; i < rig->published->len; i++)
    if (strstr (g_ptr_array_index (rig->published, i), wanted))
      n++;
  return n;
}

/* A card of a running VM is "unplugging" before it is unplugged. */
static gboolean
is_shown_meanwhile (const Wish *wish)
{
  return wish->plugged < 0 && !wish->add && !wish->options.next_start_only
         && !g_str_equal (wish->label, "unplug-off");
}

/* Whenever the event comes that the change itself causes. */
static void
test_published_once (gconstpointer data)
{
  const Wish *wish = data;

  for (FakeEcho echo = FAKE_ECHO_BEFORE; echo <= FAKE_ECHO_NEVER; echo++)
    {
      g_autoptr (Rig) rig = rig_new (rig_sample_world ());

      g_autofree char *id = NULL;

      wishes_prepare (rig, wish);
      id = g_strdup (wish->add || !wish->mac ? RIG_NEW_VNIC : rig_vnic (rig, wish->mac)->id);
      fake_hypervisor_set_echo (rig->ports->hypervisor, echo);
      rig_must (rig, wish);
      if (wish->mac)
        g_assert_cmpuint (count_publications (rig, "vnic", id), ==,
                          is_shown_meanwhile (wish) ? 2 : 1);
      else
        g_assert_cmpuint (rig->published->len, ==, 1);
    }
}

static void
test_dry_run (gconstpointer data)
{
  const Wish *wish = data;
  Wish dry = *wish;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  wishes_prepare (rig, wish);
  before = fake_world_to_text (rig->ports->world);
  dry.options.dry_run = TRUE;
  rig_must (rig, &dry);
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
  g_assert_cmpuint (fake_script_get_calls (rig->ports->script)->len, ==, 0);
  g_assert_cmpuint (rig->published->len, ==, 0);
}

/* What is so already is no change; it may have to be read to be known. */
static void
test_again (gconstpointer data)
{
  const Wish *wish = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  wishes_prepare (rig, wish);
  rig_must (rig, wish);
  rig_forget (rig);
  if (!wish->mac && wish->verb != NWD_HOST_SET_MANAGED)
    return;
  rig_must (rig, wish);
  g_assert_cmpuint (fake_script_count (rig->ports->script, "read-card"), ==,
                    fake_script_get_calls (rig->ports->script)->len);
  g_assert_cmpuint (rig->published->len, ==, 0);
}

static void
add (const char *kind, const Wish *wish, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/engine/%s/%s", kind, wish->label);

  g_test_add_data_func (path, wish, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const Wish *wish = all_wishes; wish->label; wish++)
    {
      add ("calls", wish, test_calls);
      add ("published-once", wish, test_published_once);
      add ("dry-run", wish, test_dry_run);
      if (!wish->add && !wish->remove && !wish->new_mac)
        add ("again", wish, test_again);
    }
  return g_test_run ();
}
