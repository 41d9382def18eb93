/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Whether the process of running VM @name is known to stand still: stopped by a signal or a
 * debugger, or stuck in the kernel. It will not answer then. Does not block; any thread. */
gboolean nwd_process_is_stopped (const char *name);
