/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was counted, as callers are told. */

#include "whole.h"

#include <string.h>

#define STATISTICS "org.ovirt.NetWiring.Statistics"

/* What is told was read within the last second: perhaps before @text was true. */
static char *
call_until (Whole *f, const char *parameters, const char *text)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  char *answer = whole_call (f->user, ROOT, MANAGER, "GetStatistics", parameters);

  while (!strstr (answer, text) && g_get_monotonic_time () < end)
    {
      g_free (answer);
      answer = whole_call (f->user, ROOT, MANAGER, "GetStatistics", parameters);
    }
  return answer;
}

static void
test_statistics (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  g_autofree char *twice
    = g_strdup_printf ("([objectpath '%s', objectpath '%s'], @a{sv} {})", vnic, vnic);
  g_autofree char *answer = NULL;
  g_autofree char *one = NULL;

  fake_world_count (f->ports->world, "vnet1", 2, 3);
  answer = call_until (f, twice, "'rx-packets': <uint64 3>");
  one = g_strdup_printf ("({'%s': {'sample-time': ", vnic);
  g_assert_true (g_str_has_prefix (answer, one));
  g_assert_null (strstr (answer + strlen (one), vnic));
  g_assert_nonnull (strstr (answer, "'rx-bytes': <uint64 300>, 'rx-packets': <uint64 3>"));
  g_assert_nonnull (strstr (answer, "'tx-bytes': <uint64 200>, 'tx-packets': <uint64 2>"));
  whole_expect (f->user, ROOT, MANAGER, "GetStatistics", "(@ao [], @a{sv} {})", "({},)");
  g_free (answer);
  answer = whole_call (f->user, vnic, STATISTICS, "GetStatistics", "(@a{sv} {},)");
  g_assert_nonnull (strstr (answer, "'rx-packets': <uint64 3>"));
}

static void
test_bad_statistics (Whole *f, gconstpointer data)
{
  g_autofree char *vnic = whole_find_vnic (f, MAC_WEB1);
  g_autofree char *red = whole_find_network (f, "red");
  g_autofree char *failed = NULL;
  g_autofree char *network = g_strdup_printf ("([objectpath '%s'], @a{sv} {})", red);

  whole_expect (f->user, vnic, STATISTICS, "GetStatistics", "({'colour': <'red'>},)",
                "Error.InvalidArgument");
  whole_expect (f->user, ROOT "/vnic/nosuch", STATISTICS, "GetStatistics", "(@a{sv} {},)",
                "org.freedesktop.DBus.Error.UnknownObject");
  whole_expect (f->user, ROOT, MANAGER, "GetStatistics", network, "Error.InvalidArgument");
  whole_expect (f->user, ROOT, MANAGER, "GetStatistics", "([objectpath '/'], @a{sv} {})",
                "Error.InvalidArgument");
  whole_expect (f->user, ROOT, MANAGER, "GetStatistics", "(@ao [], {'colour': <'red'>})",
                "Error.InvalidArgument");
  whole_expect (f->user, ROOT, MANAGER, "GetStatistics",
                "([objectpath '/org/ovirt/NetWiring/vnic/nosuch'], @a{sv} {})", "Error.NotFound");
  f->ports->world->countless = TRUE;
  failed = call_until (f, "(@ao [], @a{sv} {})", "Error.Failed");
  g_assert_cmpstr (failed, ==, "Error.Failed");
  whole_expect (f->user, vnic, STATISTICS, "GetStatistics", "(@a{sv} {},)", "Error.Failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0)
    return 77;

#define TEST(name, function)                                                                       \
  g_test_add ("/statistics/" name, Whole, NULL, whole_set_up, function, whole_tear_down)
  TEST ("told", test_statistics);
  TEST ("bad", test_bad_statistics);
  return g_test_run ();
}
