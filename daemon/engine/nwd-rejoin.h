/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Makes the taps of running cards that are to be on @bridge, which was made anew, ports of it.
 * Those whose ports are to be isolated stay cut off: libvirt alone isolates them, in a move.
 * Errors: the kernel's. */
gboolean
nwd_rejoin_taps (NwdContext *context, const char *bridge, NwdTouched *touched, GError **error);
