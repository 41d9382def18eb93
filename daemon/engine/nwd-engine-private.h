/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"
#include "nwd-engine.h"

/* For the engine's verbs that have a file of their own. */
NwdContext *nwd_engine_get_context (NwdEngine *self);
NwdStore *nwd_engine_get_store (NwdEngine *self);

/* NWD_ERROR_DEGRADED. */
gboolean nwd_engine_check_not_degraded (NwdEngine *self, GError **error);
