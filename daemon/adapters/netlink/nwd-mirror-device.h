/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"
#include "nwd-tc.h"

/* The place of our filters among those of others, and the verdict's after it. */
#define NWD_MIRROR_PRIORITY  20055
#define NWD_VERDICT_PRIORITY (NWD_MIRROR_PRIORITY + 1)

/* A link that has filters of mirrors, or is to have some. */
typedef struct
{
  guint index;
  char *name;
  gboolean clsact;      /* it has a clsact queue */
  gboolean taken;       /* it has another queue in that place, which is not ours */
  gboolean promiscuous; /* it receives every frame that it sees */
  gboolean wants_all;   /* it is to */
  guint32 ours;         /* what of all this we made: see nwd-mirror-device.c */
  GPtrArray *have;      /* of NwdTcFilter: our filters on it */
  GPtrArray *wanted;    /* of NwdTcFilter: as they are to be */
  GError *error;        /* the first thing that did not work; NULL: none */
} NwdMirrorDevice;

NwdMirrorDevice *nwd_mirror_device_new (guint index, const char *name);
void nwd_mirror_device_free (NwdMirrorDevice *self);

/* Reads what filters it has; @queue: its queue, NULL none. */
void
nwd_mirror_device_read (NwdMirrorDevice *self, NwdNetlinkRequest *request, const NwdTcQueue *queue);

/* Takes @filter. */
void nwd_mirror_device_want (NwdMirrorDevice *self, NwdTcFilter *filter);

/* The queue that wanted filters need, and the frames. */
void nwd_mirror_device_prepare (NwdMirrorDevice *self, NwdNetlinkRequest *request);

/* Removes our filters of @priority that are not wanted, and sets those that are. */
void nwd_mirror_device_remove (NwdMirrorDevice *self, NwdNetlinkRequest *request, guint16 priority);
void nwd_mirror_device_add (NwdMirrorDevice *self, NwdNetlinkRequest *request, guint16 priority);

/* No filter of @priority is wanted any more. */
void nwd_mirror_device_give_up (NwdMirrorDevice *self, guint16 priority);

/* Takes away what we made and nothing needs any more. */
void nwd_mirror_device_tidy (NwdMirrorDevice *self, NwdNetlinkRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdMirrorDevice, nwd_mirror_device_free)
