/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* What others do to cards, and what it means for what we keep of them. A card that is known to our
 * store, or whose guest was asked to let go of it by a caller, stays as an unplugged vNIC when no
 * definition has it any more; what was stored of one that a definition has again is no longer
 * needed. */

/* What must not be lost of @vm_id when its definitions change next: of NwdStoredVnic. NULL:
 * something of it is yet to be undone. The cards of a change of ours are its own matter. */
GPtrArray *nwd_adopt_begin (NwdContext *context, const char *vm_id);

/* Its definitions have changed: what is stored follows, with what is lost of @kept (NULL: none). */
void nwd_adopt_end (NwdContext *context, const char *vm_id, GPtrArray *kept, NwdTouched *touched);

/* The same for all VMs: id → of NwdStoredVnic. */
GHashTable *nwd_adopt_begin_all (NwdContext *context);
void nwd_adopt_end_all (NwdContext *context, GHashTable *kept, NwdTouched *touched);

/* Mirrors of a VM that is managed elsewhere are for as long as it runs: nothing is done to it anew
 * when it starts. */
void nwd_adopt_forget_mirrors (NwdContext *context, const char *vm_id, NwdTouched *touched);
