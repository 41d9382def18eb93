/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* That the network with that id (NULL or "": none) is not being detached. Errors:
 * NWD_ERROR_BUSY. */
gboolean nwd_leaving_check (const NwdContext *context, const char *network_id, GError **error);

/* The same of all networks that @plans (of NwdPlan) count on. */
gboolean nwd_leaving_check_plans (const NwdContext *context, GPtrArray *plans, GError **error);
