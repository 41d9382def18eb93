/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

#include "ports/nwd-kernel.h"

/* What all links have counted, of NwdLinkCount. One that comes or goes meanwhile may be there
 * twice, or not at all. Errors: NWD_ERROR_FAILED. */
GArray *nwd_netlink_count (NwdNetlinkRequest *request, GError **error);
