/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-number.h"

gboolean
nwd_number_parse (const char *text, guint64 min, guint64 max, guint64 *number)
{
  /* A process's first use of strtoull makes a locale under a lock that all of GLib shares. Waiting
   * for that lock sets errno, and string_to_unsigned() takes it for a failure of its own. */
  g_ascii_strtoull ("0", NULL, 10);
  return g_ascii_string_to_unsigned (text, 10, min, max, number, NULL);
}
