/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-bridge-ports.h"
#include "nwd-netlink-request.h"

#include "ports/nwd-kernel.h"

/* All links of this host, and what the kernel tells of them: the listener hears of each once, and
 * of each change. Thread: main context. */
typedef struct _NwdLinkWatch NwdLinkWatch;

/* Tells @listener of every link there is before it returns. @request and @ports, which learns from
 * what is heard, must outlive it. Errors: NWD_ERROR_FAILED. */
NwdLinkWatch *nwd_link_watch_new (NwdNetlinkRequest *request,
                                  NwdBridgePorts *ports,
                                  const NwdKernelListener *listener,
                                  gpointer data,
                                  GError **error);
void nwd_link_watch_free (NwdLinkWatch *self);

/* Readable when there is something to hear. */
int nwd_link_watch_get_fd (const NwdLinkWatch *self);

/* Tells the listener of all that waits to be heard. */
void nwd_link_watch_hear (NwdLinkWatch *self);

/* The links with those @indexes (of guint) are being deleted, with all that is on them: that their
 * filters go is no news. */
void nwd_link_watch_let_go (NwdLinkWatch *self, const GArray *indexes);

/* They are not, and may have lost their filters. */
void nwd_link_watch_keep (NwdLinkWatch *self, const GArray *indexes);

/* Asks the kernel for @name afresh; the listener is told of what is news in it, and of older news
 * first. A new reference. Errors: those of nwd_netlink_request_link(). */
NwdLink *nwd_link_watch_read (NwdLinkWatch *self, const char *name, GError **error);
