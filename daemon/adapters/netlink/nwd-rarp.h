/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* RARP requests (RFC 903): the frame by which a card's whereabouts are told to switches. Hosts do
 * not react to it, and no address is needed to send it. */

/* Size of the frame: the smallest that Ethernet has. */
#define NWD_RARP_SIZE 60

/* Fills @frame, NWD_RARP_SIZE bytes, with a broadcast request of the card with the 6 bytes @mac. */
void nwd_rarp_fill (guint8 *frame, const guint8 *mac);

/* Opens a socket that sends such frames and receives nothing; -1 and NWD_ERROR_FAILED on error. */
int nwd_rarp_open (GError **error);

/* Sends @frame out of the interface with index @interface. The answer is for the log alone: an
 * interface that has just gone, or has no room, needs no frame. Sets errno. */
gboolean nwd_rarp_send (int fd, guint interface, const guint8 *frame);
