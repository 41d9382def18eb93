/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What its driver says of the speed of the link called @name, in Mbit/s; 0: nothing. @socket: any
 * socket. rtnetlink does not tell speeds, but tells whenever a carrier came, and with it a speed.
 */
guint nwd_link_speed_read (int socket, const char *name);
