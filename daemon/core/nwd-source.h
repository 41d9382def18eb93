/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-text.h"

/* Where a card is plugged in, as libvirt's <source> says it: a value in a counted box. Its strings
 * are interned. */
typedef struct
{
  char *type; /* libvirt's interface type: "bridge", "network", "direct", "ethernet", … */
  char *name; /* the bridge, libvirt network or uplink; "" where the type has none */
  char *mode; /* macvtap mode of "direct", else "" */
} NwdSource;

NwdSource *nwd_source_new (const char *type, const char *name, const char *mode);
NwdSource *nwd_source_ref (NwdSource *source);
void nwd_source_unref (NwdSource *source);
gboolean nwd_source_equal (const NwdSource *a, const NwdSource *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdSource, nwd_source_unref)
