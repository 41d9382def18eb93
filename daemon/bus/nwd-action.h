/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* The actions that a call needs, by the annotations of its method: a new array of char **, one for
 * each object that the call changes, or for all of them, of the last words of their names, each
 * once; none for a public method. NULL when the annotations say nothing, or nothing that is
 * understood: then the call must be refused. */
GPtrArray *nwd_action_list (const GDBusMethodInfo *method, GVariant *parameters);

/* Who made the object may, and root; polkit is not asked. */
#define NWD_ACTION_OWNER "owner"
