/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"
#include "nwd-tc-filter.h"

/* Traffic control, as far as mirrors and seals need it. Errors: NWD_ERROR_NOT_FOUND for a link that
 * is gone, NWD_ERROR_NOT_SUPPORTED for what this kernel does not have, NWD_ERROR_FAILED. @name: the
 * link's, for messages. */

/* The queue at the place where clsact would be. */
typedef struct
{
  guint link;      /* index */
  gboolean clsact; /* else one of another kind, which has no egress side */
} NwdTcQueue;

/* All of them on this host, of NwdTcQueue. */
GPtrArray *nwd_tc_list_queues (NwdNetlinkRequest *request, GError **error);

/* Adding what is there and deleting what is not there is an error. */
gboolean
nwd_tc_add_queue (NwdNetlinkRequest *request, guint link, const char *name, GError **error);
gboolean
nwd_tc_delete_queue (NwdNetlinkRequest *request, guint link, const char *name, GError **error);

/* The filters of both sides of a queue, of NwdTcFilter. */
GPtrArray *
nwd_tc_list_filters (NwdNetlinkRequest *request, guint link, const char *name, GError **error);

/* Also takes the place of a bpf filter with the same priority and handle, and no frame goes by in
 * between. */
gboolean nwd_tc_put_filter (NwdNetlinkRequest *request,
                            guint link,
                            const char *name,
                            const NwdTcFilter *filter,
                            GError **error);
gboolean nwd_tc_delete_filter (NwdNetlinkRequest *request,
                               guint link,
                               const char *name,
                               const NwdTcFilter *filter,
                               GError **error);
