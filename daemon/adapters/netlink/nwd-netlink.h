/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* NwdKernel by rtnetlink. One socket hears of links, another one asks; both belong to the main
 * context. Hearing and asking need no privilege, announcing needs CAP_NET_ADMIN (the forwarding
 * entry) and CAP_NET_RAW (the RARP). */
#define NWD_TYPE_NETLINK (nwd_netlink_get_type ())
G_DECLARE_FINAL_TYPE (NwdNetlink, nwd_netlink, NWD, NETLINK, GObject)

NwdNetlink *nwd_netlink_new (void);
