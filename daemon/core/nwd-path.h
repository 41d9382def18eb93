/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-kind.h"

#include <glib.h>

#define NWD_PATH_ROOT "/org/ovirt/NetWiring"

/* @id as the last element of a path: "-" of a UUID replaced by "_"; the name of a NIC with all but
 * letters and digits as "_" and two hexadecimal digits, as g_dbus_escape_object_path() has it. */
char *nwd_path_escape (NwdKind kind, const char *id);

/* The object path of @id: one flat level below its kind. An empty or NULL @id is "no object": "/".
 */
char *nwd_path_new (NwdKind kind, const char *id);

/* The id of the path's last element, when @path is of @kind; else NULL. */
char *nwd_path_parse (NwdKind kind, const char *path);
