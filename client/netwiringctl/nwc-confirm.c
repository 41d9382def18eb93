/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-confirm.h"

#include "nwc-exit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The line that is typed; FALSE when there will be none. */
static gboolean
read_line (void)
{
  char typed[256];

  for (;;)
    {
      gssize n = read (STDIN_FILENO, typed, sizeof typed);

      if (n <= 0)
        return FALSE;
      if (memchr (typed, '\n', (gsize)n))
        return TRUE;
    }
}

/* Whether somebody has pressed Enter within @seconds. */
static gboolean
wait_for_enter (guint seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  gint64 left = end - g_get_monotonic_time ();

  for (; left > 0; left = end - g_get_monotonic_time ())
    {
      GPollFD input = { STDIN_FILENO, G_IO_IN, 0 };
      gint64 whole = (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

      fprintf (stderr, "\rPut back in %" G_GINT64_FORMAT " s. Enter keeps it: ", whole);
      if (g_poll (&input, 1, (int)((left - (whole - 1) * G_USEC_PER_SEC) / 1000) + 1) > 0)
        return read_line ();
    }
  fputc ('\n', stderr);
  return FALSE;
}

static gboolean
commit (NwcClient *client, const char *path, GError **error)
{
  GVariant *none = g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);
  g_autoptr (GVariant) reply = nwc_client_change (client, path, NWC_KIND_CHECKPOINT, "Commit",
                                                  g_variant_new ("(@a{sv})", none), "()", error);

  return reply != NULL;
}

gboolean
nwc_confirm (NwcClient *client, const char *path, GError **error)
{
  const char *id = strrchr (path, '/') + 1;

  if (!isatty (STDIN_FILENO))
    {
      if (!client->options->quiet && client->options->format == NWC_FORMAT_TEXT)
        printf ("Put back in %u s unless: netwiringctl checkpoint commit %s\n",
                client->options->confirm_timeout, id);
      return TRUE;
    }
  if (wait_for_enter (client->options->confirm_timeout))
    return commit (client, path, error);
  g_set_error (error, NWC_ERROR, NWC_EXIT_FAILED, "not confirmed: checkpoint %s is put back", id);
  return FALSE;
}
