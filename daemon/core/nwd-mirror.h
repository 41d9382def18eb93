/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* One mirror: a card gets a copy of every frame that enters a bridge, whether by one of its ports
 * or from the host itself; so it gets both directions of what is said there, each frame once.
 * Never its own frames; and of those that the bridge delivers to it anyway, only one. Immutable. */
typedef struct
{
  char *bridge;    /* interface name */
  char *tap;       /* of the card that gets the copies: interface name */
  char *mac;       /* of that card; lower case */
  gboolean inside; /* the tap is itself a port of the bridge */
} NwdMirror;

NwdMirror *nwd_mirror_new (const char *bridge, const char *tap, const char *mac, gboolean inside);
NwdMirror *nwd_mirror_ref (NwdMirror *mirror);
void nwd_mirror_unref (NwdMirror *mirror);
gboolean nwd_mirror_equal (const NwdMirror *a, const NwdMirror *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdMirror, nwd_mirror_unref)
