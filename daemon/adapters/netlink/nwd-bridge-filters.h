/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* nwd_kernel_get_bridge_filters(). */
char *nwd_bridge_filters_get (void);
