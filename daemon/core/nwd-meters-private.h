/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-meters.h"

struct _NwdMeters
{
  GHashTable *meters[NWD_N_KINDS]; /* id → NwdMeter */
  GHashTable *feeds;               /* index of a link → GPtrArray of NwdFeed, the meters' */
  gint64 time;                     /* of the last sample: µs since the epoch, and … */
  gint64 monotonic;                /* … monotonic; 0: none of all there are */
  guint reading;                   /* number of the last one, from 1 */
  gboolean unread;
  gboolean changed;
};

/* The feeds by that link, or NULL. */
GPtrArray *nwd_meters_get_feeds (const NwdMeters *meters, guint index);

/* What it has counted stays. */
void nwd_meters_remove_feed (NwdMeters *meters, NwdFeed *feed);

/* The kernel told by itself what that link has counted. */
void nwd_meters_hear_link (NwdMeters *meters, guint index, const NwdCounters *counters);

/* With all that it counted. */
void nwd_meters_forget (NwdMeters *meters, NwdKind kind, const char *id);
