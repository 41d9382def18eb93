/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-kind.h"

#include <glib.h>

static const char *const segments[]
  = { "", "nic", "network", "attachment", "label", "vm", "vnic", "checkpoint" };

G_STATIC_ASSERT (G_N_ELEMENTS (segments) == NWD_N_KINDS);

const char *
nwd_kind_get_segment (NwdKind kind)
{
  return segments[kind];
}
