/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

#include "ports/nwd-kernel.h"

/* What the link that @message, an RTM_NEWLINK or RTM_DELLINK, is about had counted when it was
 * sent; FALSE when it does not say. */
gboolean nwd_netlink_counters_parse_link (const struct nlmsghdr *message, NwdCounters *counters);

/* The same of an RTM_NEWSTATS; @index: gets the link's. */
gboolean nwd_netlink_counters_parse_statistics (const struct nlmsghdr *message,
                                                guint *index,
                                                NwdCounters *counters);

/* Of all links, of NwdLinkCount. One that comes or goes meanwhile may be there twice, or not at
 * all. */
GArray *nwd_netlink_counters_request (NwdNetlinkRequest *request, GError **error);
