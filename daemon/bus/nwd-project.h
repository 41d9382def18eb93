/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"

#include <gio/gio.h>

/* Projections: what the bus shows of an object. Pure. Each answers a new row (nwd-row.h), or NULL
 * when @state has no such object. */
GVariant *nwd_project (const NwdState *state, NwdKind kind, const char *id);

/* The root object; @id is "". */
GVariant *nwd_project_manager (const NwdState *state, const char *id);
GVariant *nwd_project_vm (const NwdState *state, const char *id);
GVariant *nwd_project_vnic (const NwdState *state, const char *id);
GVariant *nwd_project_nic (const NwdState *state, const char *id);
GVariant *nwd_project_network (const NwdState *state, const char *id);
GVariant *nwd_project_attachment (const NwdState *state, const char *id);
GVariant *nwd_project_label (const NwdState *state, const char *id);
GVariant *nwd_project_checkpoint (const NwdState *state, const char *id);

/* The path of @id as a value of type o; floating. */
GVariant *nwd_project_path (NwdKind kind, const char *id);

/* The paths of @ids, of char *, which are sorted by it: so the same objects always make the same
 * row. */
GVariant *nwd_project_paths (NwdKind kind, GPtrArray *ids);
