/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Points in time, as the bus has them: microseconds since the epoch. */

/* What people mean by @word: "90s", "15m", "2h", "3d" ago, or a date with a time, ISO 8601, local
 * unless it says otherwise. Errors: NWC_EXIT_USAGE. */
gboolean nwc_time_parse (const char *word, guint64 *time, GError **error);

/* "2026-11-21 17:04:05", local. */
char *nwc_time_text (guint64 time);
