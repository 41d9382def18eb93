/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-backend.h"

#include <glib.h>

static const char *const names[] = { "disconnected", "connecting", "connected" };

G_STATIC_ASSERT (G_N_ELEMENTS (names) == NWD_N_BACKEND_STATES);

const char *
nwd_backend_state_name (NwdBackendState state)
{
  return names[state];
}
