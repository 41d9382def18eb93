/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* Whether this kernel has what mirrors are made of, and lets us use it: it is tried, on the
 * loopback link, with filters that match no frame; nothing of it stays. */
gboolean nwd_mirror_try (NwdNetlinkRequest *request, GError **error);
