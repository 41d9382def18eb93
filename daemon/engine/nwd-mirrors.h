/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "ports/nwd-kernel.h"

/* Keeps the kernel's mirrors as the state says. While nothing about them changes, the kernel is not
 * asked. One that cannot be set is the problem of its VM, and is tried again when a link changes.
 */
typedef struct _NwdMirrors NwdMirrors;

NwdMirrors *nwd_mirrors_new (NwdKernel *kernel);
void nwd_mirrors_free (NwdMirrors *self);

/* News of a link, before @state knows of it: it may have taken mirrors with it. */
void nwd_mirrors_hear_link (NwdMirrors *self, const NwdState *state, const NwdLink *link);

/* Somebody may have removed mirrors. */
void nwd_mirrors_doubt (NwdMirrors *self);

/* Makes the kernel's mirrors those of @state. Not before it is known what runs: those of an earlier
 * process would be removed for a moment. */
void nwd_mirrors_sync (NwdMirrors *self, NwdState *state, NwdTouched *touched);

/* Why not all mirrors of the running vNIC are set, as of the last sync; NULL: they are. */
char *nwd_mirrors_explain (NwdMirrors *self, const NwdState *state, const NwdVnic *vnic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdMirrors, nwd_mirrors_free)
