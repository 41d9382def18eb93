/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-counters.h"

#include <libmnl/libmnl.h>

/* What the link that @message, an RTM_NEWLINK or RTM_DELLINK, is about had counted when it was
 * sent; FALSE when it does not say. */
gboolean nwd_netlink_counters_parse_link (const struct nlmsghdr *message, NwdCounters *counters);

/* The same of an RTM_NEWSTATS; @index: gets the link's. */
gboolean nwd_netlink_counters_parse_statistics (const struct nlmsghdr *message,
                                                guint *index,
                                                NwdCounters *counters);
