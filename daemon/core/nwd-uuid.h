/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* UUID v5 (RFC 4122 §4.3) of @name in NetWiring's own namespace; the same on every host. */
char *nwd_uuid_from_name (const char *name);
