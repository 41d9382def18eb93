/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* Whether this kernel makes VLAN interfaces, its module loaded where it is one. Asks for one that
 * cannot be, so that none is made. */
gboolean nwd_vlan_try (NwdNetlinkRequest *request);
