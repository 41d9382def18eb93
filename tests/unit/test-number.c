/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers are read right, also by a process that has other things to begin at the same time. */

#include "core/nwd-number.h"

#define PROCESSES  40 /* nearly every second one fails where the lock's errno is taken for ours */
#define BEGINNINGS 100000

static const char *program;

static void
test_limits (void)
{
  static const char *const bad[]
    = { "", " 5", "5 ", "-5", "+5", "0x5", "4", "11", "18446744073709551616" };
  guint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nwd_number_parse (bad[i], 5, 10, &number));
  g_assert_true (nwd_number_parse ("10", 5, 10, &number));
  g_assert_cmpuint (number, ==, 10);
  g_assert_true (nwd_number_parse ("18446744073709551615", 0, G_MAXUINT64, &number));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
}

/* --- the first one of a process --- */

static gsize things[BEGINNINGS];
static int begun, read_it;

static gpointer
begin_things (gpointer data)
{
  for (guint i = 0; i < BEGINNINGS && !g_atomic_int_get (&read_it); i++)
    {
      if (g_once_init_enter (&things[i]))
        g_once_init_leave (&things[i], 1);
      g_atomic_int_set (&begun, 1);
    }
  return NULL;
}

static int
read_first (void)
{
  GThread *other = g_thread_new ("other", begin_things, NULL);
  guint64 number = 0;
  gboolean ok;

  while (!g_atomic_int_get (&begun))
    g_thread_yield ();
  ok = nwd_number_parse ("12", 0, 100, &number);
  g_atomic_int_set (&read_it, 1);
  g_thread_join (other);
  return ok && number == 12 ? 0 : 1;
}

static void
test_first (void)
{
  const char *argv[] = { program, "first", NULL };

  for (guint i = 0; i < PROCESSES; i++)
    {
      g_autoptr (GError) error = NULL;
      int status = 0;

      g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                    &error);
      g_assert_no_error (error);
      g_assert_true (g_spawn_check_wait_status (status, &error));
    }
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "first"))
    return read_first ();
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/limits", test_limits);
  g_test_add_func ("/number/first", test_first);
  return g_test_run ();
}
