/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libmnl/libmnl.h>

/* A buffer that no message of the kernel about links outgrows. */
#define NWD_NETLINK_BUFFER 32768

/* Opens an rtnetlink socket that hears @groups (a mask of RTMGRP_*; 0 for one that asks).
 * @flags: of socket(2), such as SOCK_NONBLOCK. */
struct mnl_socket *nwd_netlink_open (guint groups, int flags, GError **error);

/* Receives the next datagram that the kernel itself sent; others are thrown away. Answers its size,
 * or -1 with errno: EAGAIN for none, ENOBUFS when something was lost. */
gssize nwd_netlink_receive (struct mnl_socket *socket, gpointer buffer, gsize size);
