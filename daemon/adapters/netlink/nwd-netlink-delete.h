/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* Deletes the links with those @indexes (of guint) in one request, which takes the kernel half as
 * long as one for each. It knows such a request by a group of links alone: they leave the one that
 * they are in, for the default group where they are not deleted. One that is gone is no error.
 * Errors: NWD_ERROR_FAILED: some are there still, maybe without their clsact queues. */
gboolean nwd_netlink_delete (NwdNetlinkRequest *request, const GArray *indexes, GError **error);
