/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Reads a whole decimal number without sign from @min to @max. Any thread. */
gboolean nwd_number_parse (const char *text, guint64 min, guint64 max, guint64 *number);
