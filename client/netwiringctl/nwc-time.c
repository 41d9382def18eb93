/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-time.h"

#include "nwc-exit.h"

#include <string.h>

static gboolean
parse_ago (const char *word, guint64 *time)
{
  static const char units[] = "smhd";
  static const guint64 seconds[] = { 1, 60, 3600, 86400 };
  gsize length = strlen (word);
  const char *unit = length > 1 ? strchr (units, word[length - 1]) : NULL;
  g_autofree char *digits = unit ? g_strndup (word, length - 1) : NULL;
  guint64 now = g_get_real_time ();
  guint64 number;

  if (!unit || !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT32, &number, NULL))
    return FALSE;
  number *= seconds[unit - units] * G_USEC_PER_SEC;
  *time = number < now ? now - number : 0;
  return TRUE;
}

gboolean
nwc_time_parse (const char *word, guint64 *time, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (word, zone);

  if (parse_ago (word, time))
    return TRUE;
  if (date && g_date_time_to_unix (date) >= 0)
    {
      *time = (guint64)g_date_time_to_unix (date) * G_USEC_PER_SEC;
      return TRUE;
    }
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE,
               "--since: \"%s\" is neither so long ago (90s, 15m, 2h, 3d) nor a date with a time",
               word);
  return FALSE;
}

char *
nwc_time_text (guint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local ((gint64)(time / G_USEC_PER_SEC));

  return date ? g_date_time_format (date, "%F %T") : g_strdup ("");
}
