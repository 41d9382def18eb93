/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-counters.h"
#include "core/nwd-link.h"

#include <libmnl/libmnl.h>

/* Asks the kernel and waits for its answer, which is there as soon as the request is sent.
 * Thread: one at a time. Errors: NWD_ERROR_NOT_FOUND for an unknown interface, NWD_ERROR_FAILED
 * with the errno's text. */
typedef struct _NwdNetlinkRequest NwdNetlinkRequest;

NwdNetlinkRequest *nwd_netlink_request_new (GError **error);
void nwd_netlink_request_free (NwdNetlinkRequest *self);

/* By which others are told who asked. */
guint32 nwd_netlink_request_get_port (const NwdNetlinkRequest *self);

/* Called for each message of an answer, its end and its error aside. */
typedef void (*NwdNetlinkHear) (const struct nlmsghdr *message, gpointer data);

/* Sends @request, which must ask for a list or an acknowledgement, and waits for the end of the
 * answer. @hear: NULL for what has no content. Answers 0 or an errno; EINTR: what was listed
 * changed meanwhile, and the list may be wrong. */
int nwd_netlink_request_ask (NwdNetlinkRequest *self,
                             struct nlmsghdr *request,
                             NwdNetlinkHear hear,
                             gpointer data);

/* @counters: NULL, or gets what the link has counted. */
NwdLink *nwd_netlink_request_link (NwdNetlinkRequest *self,
                                   const char *name,
                                   NwdCounters *counters,
                                   GError **error);

/* All links there are, of NwdLink. */
GPtrArray *nwd_netlink_request_links (NwdNetlinkRequest *self, GError **error);

/* The ports of the bridge with index @bridge, of NwdBridgePort; none when it is no bridge. */
GPtrArray *nwd_netlink_request_ports (NwdNetlinkRequest *self, guint bridge, GError **error);

/* Makes the bridge above @port find the 6 bytes @mac there, until the entry ages or the card speaks
 * elsewhere. */
gboolean nwd_netlink_request_learn (NwdNetlinkRequest *self,
                                    const NwdLink *port,
                                    const guint8 *mac,
                                    GError **error);

/* Makes @port a port of the link with index @bridge. */
gboolean nwd_netlink_request_set_master (NwdNetlinkRequest *self,
                                         const NwdLink *port,
                                         guint bridge,
                                         GError **error);

/* Makes @port a port of nothing, with that MTU (0: as it is). */
gboolean nwd_netlink_request_release (NwdNetlinkRequest *self,
                                      const NwdLink *port,
                                      guint mtu,
                                      GError **error);

/* Lets the link with index @index receive every frame it sees, or only those meant for it. */
gboolean nwd_netlink_request_set_promiscuous (NwdNetlinkRequest *self,
                                              guint index,
                                              gboolean promiscuous,
                                              GError **error);

/* Lets @port of a bridge forward what it receives for 01:80:c2:00:00:00 and the 15 addresses after
 * it, a bit of @groups for each, instead of delivering it to this host. */
gboolean nwd_netlink_request_set_groups (NwdNetlinkRequest *self,
                                         const char *port,
                                         guint16 groups,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNetlinkRequest, nwd_netlink_request_free)
