/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libmnl/libmnl.h>

/* A port of a Linux bridge, as far as it matters for where a frame may go. */
typedef struct
{
  guint index;         /* of the port's link */
  guint bridge;        /* the index of its bridge */
  gboolean forwarding; /* up, with carrier, and not held back by spanning tree */
  gboolean isolated;   /* exchanges no frames with other isolated ports */
} NwdBridgePort;

/* The port that @message is about, an RTM_NEWLINK of all links or of those of bridges; NULL when
 * its link is no port of a bridge. Free with g_free(). */
NwdBridgePort *nwd_bridge_port_parse (const struct nlmsghdr *message);
