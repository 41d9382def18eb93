/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"
#include "nwd-tc.h"

/* The places of our filters among those of others: copies are made before anything is dropped. */
#define NWD_MIRROR_PRIORITY  20055
#define NWD_VERDICT_PRIORITY 20056
#define NWD_SEAL_PRIORITY    20057

/* What filters of ours are for. Who sets those of one purpose leaves those of the other alone. */
typedef enum
{
  NWD_TC_MIRRORS,
  NWD_TC_SEAL,
} NwdTcPurpose;

/* Whether @filter is one of ours. */
gboolean nwd_tc_device_knows (const NwdTcFilter *filter);

/* A link that has filters of ours for one purpose, or is to have some. */
typedef struct
{
  NwdTcPurpose purpose;
  guint index;
  char *name;
  gboolean clsact;      /* it has a clsact queue */
  gboolean taken;       /* it has another queue in that place, which is not ours */
  gboolean shared;      /* it has filters of ours for another purpose */
  gboolean promiscuous; /* it receives every frame that it sees */
  gboolean wants_all;   /* it is to */
  guint32 ours;         /* what of all this we made: see nwd-tc-device.c */
  GPtrArray *have;      /* of NwdTcFilter: our filters on it, for that purpose */
  GPtrArray *wanted;    /* of NwdTcFilter: as they are to be */
  GError *error;        /* the first thing that did not work; NULL: none */
} NwdTcDevice;

NwdTcDevice *nwd_tc_device_new (NwdTcPurpose purpose, guint index, const char *name);
void nwd_tc_device_free (NwdTcDevice *self);

/* Reads what filters it has; @queue: its queue, NULL none. */
void nwd_tc_device_read (NwdTcDevice *self, NwdNetlinkRequest *request, const NwdTcQueue *queue);

/* The link, read. NULL: what queues there are could not be. */
NwdTcDevice *nwd_tc_device_open (
  NwdTcPurpose purpose, NwdNetlinkRequest *request, guint index, const char *name, GError **error);

/* Takes @filter. */
void nwd_tc_device_want (NwdTcDevice *self, NwdTcFilter *filter);

/* The queue that wanted filters need, and the frames. */
void nwd_tc_device_prepare (NwdTcDevice *self, NwdNetlinkRequest *request);

/* Removes our filters of @priority that are not wanted, and sets those that are. */
void nwd_tc_device_remove (NwdTcDevice *self, NwdNetlinkRequest *request, guint16 priority);
void nwd_tc_device_add (NwdTcDevice *self, NwdNetlinkRequest *request, guint16 priority);

/* No filter of @priority is wanted any more. */
void nwd_tc_device_give_up (NwdTcDevice *self, guint16 priority);

/* Takes away what we made and nothing needs any more. */
void nwd_tc_device_tidy (NwdTcDevice *self, NwdNetlinkRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdTcDevice, nwd_tc_device_free)
