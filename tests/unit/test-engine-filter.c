/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether there is a network filter is known before anything is changed, wherever the card is. */

#include "fake-card-rules.h"
#include "rig.h"

#include "core/nwd-error.h"

#include <string.h>

static NwdWiringChange *
change_new (Rig *rig, const char *mac, const char *filter)
{
  NwdWiringChange *change = nwd_wiring_change_new (rig_vnic (rig, mac)->id);

  change->fields = NWD_WIRING_FILTER;
  change->filter = g_strdup (filter);
  return change;
}

/* Another card for the VM of that one, unplugged. */
static NwdWiringChange *
addition_new (Rig *rig, const char *mac, const char *filter)
{
  NwdWiringChange *change = nwd_wiring_change_new_add (rig_vnic (rig, mac)->vm_id, RIG_NEW_VNIC);

  change->fields = NWD_WIRING_FILTER | NWD_WIRING_PLUGGED;
  change->filter = g_strdup (filter);
  return change;
}

/* Takes @change and @more (NULL: none). */
static GError *
wire (Rig *rig, NwdWiringChange *change, NwdWiringChange *more, gboolean dry_run)
{
  const NwdOptions options = { .dry_run = dry_run };
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);
  g_auto (Answer) answer = { 0 };

  g_ptr_array_add (changes, change);
  if (more)
    g_ptr_array_add (changes, more);
  rig_forget (rig);
  rig_begin_changes (rig, changes, &options, &answer);
  rig_wait (&answer);
  fake_ports_settle ();
  return g_steal_pointer (&answer.error);
}

/* Takes @change and @more. */
static void
assert_refused (
  Rig *rig, NwdWiringChange *change, NwdWiringChange *more, gboolean dry_run, const char *who)
{
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autoptr (GError) error = wire (rig, change, more, dry_run);
  g_autofree char *after = fake_world_to_text (rig->ports->world);
  g_autofree char *calls = rig_calls (rig);

  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, who));
  g_assert_nonnull (strstr (error->message, "filter: there is no network filter “missing”"));
  rig_assert_same (after, before);
  g_assert_cmpstr (calls, ==, "find-filter " FAKE_MISSING_FILTER);
}

/* The card is plugged into a VM that runs, or into one that is off, or is in our store alone. */
static void
test_missing (gconstpointer data)
{
  gboolean dry_run = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  assert_refused (rig, change_new (rig, MAC_WEB1, "missing"), NULL, dry_run, "of VM web1");
  assert_refused (rig, change_new (rig, MAC_OFF1, "missing"), NULL, dry_run, "of VM off1");
  assert_refused (rig, addition_new (rig, MAC_OFF1, "missing"), NULL, dry_run, "of VM off1");
  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .plugged = -1 });
  rig_must (rig, &(Wish){ .mac = MAC_OFF1, .plugged = -1 });
  assert_refused (rig, change_new (rig, MAC_WEB1, "missing"), NULL, dry_run, "of VM web1");
  assert_refused (rig, change_new (rig, MAC_OFF1, "missing"), NULL, dry_run, "of VM off1");
}

/* All or nothing. */
static void
test_missing_of_one (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());

  assert_refused (rig, change_new (rig, MAC_WEB1, ""), change_new (rig, MAC_WEB2, "missing"), FALSE,
                  "of VM web2");
}

static void
test_there (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autoptr (GError) error = NULL;

  rig_must (rig, &(Wish){ .mac = MAC_WEB1, .plugged = -1 });
  error = wire (rig, change_new (rig, MAC_WEB1, "clean-traffic"), NULL, FALSE);
  g_assert_no_error (error);
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->stored->card->filter, ==, "clean-traffic");
  error = wire (rig, change_new (rig, MAC_WEB1, ""), NULL, FALSE);
  g_assert_no_error (error);
  g_assert_cmpstr (rig_vnic (rig, MAC_WEB1)->stored->card->filter, ==, "");
  g_assert_cmpuint (fake_script_count (rig->ports->script, "find-filter"), ==, 0);
}

/* Nobody tells. */
static void
test_not_told (void)
{
  g_autoptr (Rig) rig = rig_new (rig_sample_world ());
  g_autofree char *before = fake_world_to_text (rig->ports->world);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  fake_script_fail_name (rig->ports->script, "find-filter", FAKE_BEFORE, NWD_ERROR_FAILED);
  error = wire (rig, change_new (rig, MAC_WEB1, "clean-traffic"), NULL, FALSE);
  g_assert_error (error, NWD_ERROR, NWD_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "“clean-traffic”"));
  after = fake_world_to_text (rig->ports->world);
  rig_assert_same (after, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/engine/filter/missing", GINT_TO_POINTER (FALSE), test_missing);
  g_test_add_data_func ("/engine/filter/missing-dry-run", GINT_TO_POINTER (TRUE), test_missing);
  g_test_add_func ("/engine/filter/missing-of-one", test_missing_of_one);
  g_test_add_func ("/engine/filter/there", test_there);
  g_test_add_func ("/engine/filter/not-told", test_not_told);
  return g_test_run ();
}
