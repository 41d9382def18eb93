/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Makes sure that only one daemon uses the state in @dir (made when missing, 0700), as long as the
 * process lives. */
gboolean nwd_lock_take (const char *dir, GError **error);
