/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-process.h"

#include "nwd-status-file.h"

#include <string.h>

/* The state is the letter behind the command, which stands in parentheses and may hold some. */
static char
parse_state (const char *text)
{
  const char *end = strrchr (text, ')');

  return end && end[1] == ' ' ? end[2] : '\0';
}

static char
read_state (guint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GUINT64_FORMAT "/stat", pid);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? parse_state (text) : '\0';
}

gboolean
nwd_process_is_stopped (const char *name)
{
  g_autofree char *path = g_strconcat (NWD_STATUS_DIR "/", name, ".pid", NULL);
  g_autofree char *text = NULL;
  char state;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  state = read_state (g_ascii_strtoull (text, NULL, 10));
  return state == 'T' || state == 't' || state == 'D';
}
