/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/nwd-text.h"

#define N_ROUNDS 200000

static gpointer
use_text (gpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      char *text = nwd_text_new ("e1000");

      g_assert_cmpstr (text, ==, "e1000");
      nwd_text_unref (text);
    }
  return NULL;
}

/* The last one of a thread goes while another thread finds it. */
static void
test_texts_of_threads (void)
{
  GThread *threads[] = { g_thread_new (NULL, use_text, NULL), g_thread_new (NULL, use_text, NULL) };

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_texts (void)
{
  g_autofree char *typed = g_strdup ("virtio");
  char *first = nwd_text_new (typed);
  char *second = nwd_text_new ("virtio");
  char *third = nwd_text_ref (second);
  char *other = nwd_text_new ("");

  g_assert_true (first == second && first == third && first != typed);
  nwd_text_unref (first);
  nwd_text_unref (second);
  g_assert_cmpstr (third, ==, "virtio");
  g_assert_cmpstr (other, ==, "");
  nwd_text_unref (third);
  nwd_text_unref (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/shared", test_texts);
  g_test_add_func ("/text/of-threads", test_texts_of_threads);
  return g_test_run ();
}
