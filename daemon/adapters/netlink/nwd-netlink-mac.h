/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The 6 bytes of the card's MAC that @text writes as "52:54:00:12:34:56". FALSE: it is none. */
gboolean nwd_netlink_mac_parse (const char *text, guint8 *mac);
