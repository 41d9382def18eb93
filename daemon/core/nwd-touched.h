/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-kind.h"

#include <glib.h>

/* The objects that a change may have touched, derived ones too: what is to be published. */
typedef struct _NwdTouched NwdTouched;

NwdTouched *nwd_touched_new (void);
void nwd_touched_free (NwdTouched *touched);

/* @id is "" for the root. */
void nwd_touched_add (NwdTouched *touched, NwdKind kind, const char *id);

gboolean nwd_touched_is_empty (const NwdTouched *touched);

/* The ids of @kind: a set. */
GHashTable *nwd_touched_get (const NwdTouched *touched, NwdKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdTouched, nwd_touched_free)
