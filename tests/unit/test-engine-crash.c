/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The daemon is killed before and after each call that any kind of plan makes, and again while the
 * next one undoes: in the end the change is whole or undone, never half. */

#include "wishes.h"

#include <string.h>

/* What the world was at each moment of a life. */
typedef struct
{
  FakeWorld *world;   /* as it is now */
  GPtrArray *moments; /* of FakeWorld */
} Recorder;

static void
on_call (guint number, FakeMoment moment, gpointer data)
{
  Recorder *recorder = data;

  g_ptr_array_add (recorder->moments, fake_world_copy (recorder->world));
}

/* Nothing is said of the unwired bridge itself, on which other cards may be by now. */
static char *
everything (Rig *rig, const Wish *wish)
{
  g_autofree char *world = fake_world_to_text (rig->ports->world);
  g_autofree char *state = rig_state_text (rig);
  g_autofree char *both = g_strconcat (world, "\n", state, NULL);
  g_auto (GStrv) lines = g_strsplit (both, "\n", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (char **line = lines; *line; line++)
    if (!strstr (*line, "link nw-unwired") && !strstr (*line, "profile nw-unwired")
        && !strstr (*line, "seal nw-unwired"))
      g_string_append_printf (rest, "%s\n", *line);
  return wishes_forget_taps (wish, g_string_free (g_steal_pointer (&rest), FALSE));
}

static void
assert_whole_or_undone (Rig *rig, const Wish *wish, const char *before, const char *after)
{
  g_autofree char *now = everything (rig, wish);

  if (!g_str_equal (now, after))
    rig_assert_same (now, before);
  g_assert_true (rig_journal_is_empty (rig));
}

static GPtrArray *
moments_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)fake_world_free);
}

/* The moments of the life that begins in @moment, after which all must be well. */
static GPtrArray *
live (const FakeWorld *moment, const Wish *wish, const char *before, const char *after)
{
  FakeWorld *world = fake_world_copy (moment);
  Recorder recorder = { world, moments_new () };
  g_autoptr (Rig) rig = rig_new_probed (world, on_call, &recorder);

  rig_wait_for_recovery (rig);
  assert_whole_or_undone (rig, wish, before, after);
  fake_script_set_probe (rig->ports->script, NULL, NULL);
  return recorder.moments;
}

static void
live_on (GPtrArray *moments, guint deaths, const Wish *wish, const char *before, const char *after)
{
  for (guint i = 0; i < moments->len; i++)
    {
      g_autoptr (GPtrArray) more = live (g_ptr_array_index (moments, i), wish, before, after);

      if (deaths > 1)
        live_on (more, deaths - 1, wish, before, after);
    }
}

static void
test_killed (gconstpointer data)
{
  const Wish *wish = data;
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  Recorder recorder = { rig->ports->world, NULL };
  g_autoptr (GPtrArray) moments = moments_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  wishes_prepare (rig, wish);
  before = everything (rig, wish);
  recorder.moments = moments;
  fake_script_set_probe (rig->ports->script, on_call, &recorder);
  rig_must (rig, wish);
  fake_script_set_probe (rig->ports->script, NULL, NULL);
  after = everything (rig, wish);
  g_assert_cmpuint (moments->len, >, fake_script_get_calls (rig->ports->script)->len);
  live_on (moments, 2, wish, before, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_allow_warnings ();
  for (const Wish *wish = all_wishes; wish->label; wish++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/killed/%s", wish->label);

      g_test_add_data_func (path, wish, test_killed);
    }
  return g_test_run ();
}
