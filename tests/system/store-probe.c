/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Uses the store as the daemon does, for tests that break what is beneath it.
 *
 *   store-probe FOLDER write NAME FIRST LAST   stores the revisions FIRST to LAST, one by one
 *   store-probe FOLDER remove NAME
 *   store-probe FOLDER read                    prints "NAME REVISION" of each text that is whole,
 *                                              "NAME torn" of each other
 *
 * It prints "ready" and begins when a line comes in. "acked N", or "refused N: reason", is printed
 * when the store has answered. */

#include "nwd-keyfile-store.h"

#include "ports/nwd-store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES   200 /* enough for a text of several blocks */
#define WAKE_MS 50

static char *
make_text (guint revision)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < LINES; i++)
    g_string_append_printf (text, "line %u of revision %u\n", i, revision);
  return g_string_free (text, FALSE);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
store (NwdStore *self, const char *name, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  nwd_store_write_async (self, name, text, keep_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return nwd_store_write_finish (self, result, error);
}

static void
store_revision (NwdStore *self, const char *name, const char *text, guint revision)
{
  g_autoptr (GError) error = NULL;

  if (store (self, name, text, &error))
    printf ("acked %u\n", revision);
  else
    printf ("refused %u: %s\n", revision, error->message);
  fflush (stdout);
}

/* Once "ready" is printed, the store's thread has done something and has its name. The call by
 * which it wakes this one may be made to fail later, hence the timer. */
static void
wait_for_start (NwdStore *self)
{
  char line[2];

  g_timeout_add (WAKE_MS, look_again, NULL);
  store (self, "guest.ini", NULL, NULL);
  printf ("ready\n");
  fflush (stdout);
  if (!fgets (line, sizeof line, stdin))
    exit (EXIT_FAILURE);
}

static void
print_text (const char *name, const char *text)
{
  guint revision = 0;
  g_autofree char *whole = NULL;

  if (sscanf (text, "line 0 of revision %u\n", &revision) == 1)
    whole = make_text (revision);
  if (g_strcmp0 (text, whole) == 0)
    printf ("%s %u\n", name, revision);
  else
    printf ("%s torn\n", name);
}

static int
read_all (NwdStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = nwd_store_read_all (self, &error);
  GHashTableIter iter;
  gpointer name;
  gpointer text;

  if (!texts)
    {
      printf ("refused: %s\n", error->message);
      return EXIT_FAILURE;
    }
  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    print_text (name, text);
  return EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  g_autoptr (NwdKeyfileStore) keyfiles = argc > 2 ? nwd_keyfile_store_new (argv[1]) : NULL;

  if (argc == 3 && g_str_equal (argv[2], "read"))
    return read_all (NWD_STORE (keyfiles));
  if (argc > 2)
    wait_for_start (NWD_STORE (keyfiles));
  if (argc == 4 && g_str_equal (argv[2], "remove"))
    store_revision (NWD_STORE (keyfiles), argv[3], NULL, 0);
  else if (argc == 6 && g_str_equal (argv[2], "write"))
    for (guint i = (guint)atoi (argv[4]); i <= (guint)atoi (argv[5]); i++)
      {
        g_autofree char *text = make_text (i);

        store_revision (NWD_STORE (keyfiles), argv[3], text, i);
      }
  else
    return 2;
  return EXIT_SUCCESS;
}
