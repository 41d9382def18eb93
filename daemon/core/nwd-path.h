/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-kind.h"

#include <glib.h>

#define NWD_PATH_ROOT "/org/ovirt/NetWiring"

/* The object path of @id, a UUID: one flat level below its kind, "-" replaced by "_".
 * An empty or NULL @id is "no object": "/". */
char *nwd_path_new (NwdKind kind, const char *id);

/* The id of the path's last element ("_" back to "-"), when @path is of @kind; else NULL. */
char *nwd_path_parse (NwdKind kind, const char *path);
