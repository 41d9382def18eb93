/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

/* On a terminal: counts down to the deadline of the checkpoint at @path, and commits it when
 * somebody presses Enter; NWC_EXIT_FAILED when nobody has. Elsewhere it says how to commit it. */
gboolean nwc_confirm (NwcClient *client, const char *path, GError **error);
