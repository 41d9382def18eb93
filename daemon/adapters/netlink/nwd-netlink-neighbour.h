/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-guest-claim.h"
#include "nwd-netlink-request.h"

/* The address and the MAC address of the neighbour that @message tells of, for g_free() both; FALSE
 * where it tells of none that has answered. */
gboolean nwd_netlink_neighbour_parse (const struct nlmsghdr *message, char **address, char **mac);

/* What this host knows of the machines with one of @macs (a set): of NwdGuestClaim, one for each of
 * them that it has talked to. */
GPtrArray *
nwd_netlink_list_neighbours (NwdNetlinkRequest *request, GHashTable *macs, GError **error);
