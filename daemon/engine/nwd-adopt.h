/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Mirrors of a VM that is managed elsewhere are for as long as it runs: nothing is done to it anew
 * when it starts. */
void nwd_adopt_forget_mirrors (NwdContext *context, const char *vm_id, NwdTouched *touched);

/* Cards that go without our doing. A card that is known to our store, or whose guest was asked to
 * let go of it, stays as an unplugged vNIC when no definition has it any more. */

/* What must not be lost of @vm_id when its definitions change next: of NwdStoredVnic. NULL: a
 * change of ours is at it. */
GPtrArray *nwd_adopt_begin (NwdContext *context, const char *vm_id);

/* Its definitions have changed: keeps what is lost of @kept (NULL: none). */
void nwd_adopt_end (NwdContext *context, const char *vm_id, GPtrArray *kept, NwdTouched *touched);
