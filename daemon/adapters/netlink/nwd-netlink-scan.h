/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* Has the kernel list what a request of @type with @header, of @size bytes, asks for, again where
 * that changed meanwhile. Answers 0 or an errno; EINTR: it changes all the time, and what was heard
 * is no whole list. */
int nwd_netlink_list (NwdNetlinkRequest *request,
                      guint16 type,
                      gconstpointer header,
                      gsize size,
                      NwdNetlinkHear hear,
                      gpointer data);

/* The same for who can do with less: where that changes all the time what is heard last is heard,
 * and what was missed is heard the next time; some may be heard twice. Answers 0 or an errno. */
int nwd_netlink_scan (NwdNetlinkRequest *request,
                      guint16 type,
                      gconstpointer header,
                      gsize size,
                      NwdNetlinkHear hear,
                      gpointer data);
