/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The polkit adapter on a string: "check SENDER ACTION yes|no [KEY VALUE]..." (interactive or not)
 * is answered by a verdict, "cancel" cancels all checks under way. */

#include "adapters/polkit/nwd-polkit.h"

#include <gio/gunixinputstream.h>

typedef struct
{
  GMainLoop *loop;
  NwdAuthority *authority;
  GCancellable *cancellable;
} Probe;

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const names[] = { "no", "yes", "needs-interaction", "dismissed" };
  g_autoptr (GError) error = NULL;
  NwdVerdict verdict = nwd_authority_check_finish (NWD_AUTHORITY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_print ("cancelled\n");
  else if (error)
    g_print ("error %s\n", error->message);
  else
    g_print ("%s\n", names[verdict]);
}

static void
run (Probe *probe, char **words)
{
  if (g_str_equal (words[0], "check") && g_strv_length (words) >= 4)
    {
      nwd_authority_check_async (probe->authority, words[1], words[2],
                                 (const char *const *)words + 4, g_str_equal (words[3], "yes"),
                                 probe->cancellable, on_checked, NULL);
      return;
    }
  g_assert_cmpstr (words[0], ==, "cancel");
  g_cancellable_cancel (probe->cancellable);
  g_object_unref (probe->cancellable);
  probe->cancellable = g_cancellable_new ();
}

static void
on_line (GObject *input, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (input), result, NULL, NULL);
  g_auto (GStrv) words = NULL;

  if (!line)
    {
      g_main_loop_quit (probe->loop);
      return;
    }
  words = g_strsplit (line, " ", -1);
  run (probe, words);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (input), G_PRIORITY_DEFAULT, NULL,
                                       on_line, probe);
}

int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NwdPolkit) polkit = nwd_polkit_new ();
  g_autoptr (GInputStream) bytes = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (bytes);
  Probe probe = { loop, NWD_AUTHORITY (polkit), g_cancellable_new () };

  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line, &probe);
  g_main_loop_run (loop);
  g_object_unref (probe.cancellable);
  return 0;
}
