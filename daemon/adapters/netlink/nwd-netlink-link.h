/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-link.h"

#include <libmnl/libmnl.h>

/* The link that @message, an RTM_NEWLINK, is about; NULL when the message is malformed or another
 * family's view of the link (AF_BRIDGE repeats each port). */
NwdLink *nwd_netlink_link_parse (const struct nlmsghdr *message);

/* The index of the link that @message, an RTM_DELLINK, says is gone; 0 when it says nothing of the
 * kind (with AF_BRIDGE it only means "is no port any more"). */
guint nwd_netlink_link_parse_gone (const struct nlmsghdr *message);
