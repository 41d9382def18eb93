/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "ports/nwd-kernel.h"

/* Keeps our isolated bridges closed towards this host, as core/nwd-seal-rules.h says. While nothing
 * about bridges changes, the kernel is not asked. What is wrong is the problem of the attachment,
 * and is tried again with the next news. */
typedef struct _NwdSeals NwdSeals;

NwdSeals *nwd_seals_new (NwdKernel *kernel);
void nwd_seals_free (NwdSeals *self);

/* News of a link, before @state knows of it. */
void nwd_seals_hear_link (NwdSeals *self, const NwdState *state, const NwdLink *link);

/* Somebody has removed filters from the link with that index. */
void nwd_seals_hear_removal (NwdSeals *self, guint link);

/* What is ours may have changed. */
void nwd_seals_doubt (NwdSeals *self);

/* Makes the kernel's seals those of @state. */
void nwd_seals_sync (NwdSeals *self, NwdState *state, NwdTouched *touched);

/* Closes @bridge, which was made just now for an isolated network. A kernel that cannot is no
 * error, but a problem. Errors: NWD_ERROR_SETUP_FAILED. */
gboolean nwd_seals_put (
  NwdSeals *self, NwdState *state, const char *bridge, NwdTouched *touched, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdSeals, nwd_seals_free)
