/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-kind.h"

#include <glib.h>

/* What has been published: kind → id → row. Readers are answered from it alone.
 * Thread: main context. */
typedef struct _NwdPicture NwdPicture;

NwdPicture *nwd_picture_new (void);
void nwd_picture_free (NwdPicture *picture);

/* NULL: there is no such object. */
GVariant *nwd_picture_lookup (NwdPicture *picture, NwdKind kind, const char *id);

/* NULL as @row removes the object. */
void nwd_picture_replace (NwdPicture *picture, NwdKind kind, const char *id, GVariant *row);

/* id → row of all objects of @kind. */
GHashTable *nwd_picture_get (NwdPicture *picture, NwdKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdPicture, nwd_picture_free)
