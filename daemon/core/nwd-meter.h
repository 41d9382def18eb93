/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-counters.h"
#include "nwd-kind.h"

typedef struct _NwdMeter NwdMeter;

/* A link that an object counts by. */
typedef struct
{
  NwdMeter *meter;
  guint link;       /* index */
  gboolean swapped; /* the object is at the link's other end */
  gboolean begun;   /* else it counts from the next reading on */
  guint told;       /* during which reading the kernel told of it by itself, last */
  NwdCounters last; /* what the link had counted at the last reading */
} NwdFeed;

/* What an object had counted at some moment. */
typedef struct
{
  NwdCounters total;
  gint64 time; /* monotonic, µs; 0: none was taken */
} NwdSample;

/* What one object has counted, from its own point of view, as long as it is known: the sum over
 * its links, those that are gone included. */
struct _NwdMeter
{
  NwdKind kind;
  char *id;
  NwdCounters total;
  gboolean known;   /* there was something to count by */
  GPtrArray *feeds; /* of NwdFeed */
  NwdSample sample; /* what callers are told, and … */
  NwdSample before; /* … the one that rates count from */
  GVariant *answer; /* {oa{sv}}: what is told of the sample; NULL: not asked for yet */
};

NwdMeter *nwd_meter_new (NwdKind kind, const char *id);
void nwd_meter_free (NwdMeter *meter);

/* The link of @feed has counted so far. A count that is lower than before: with @current it began
 * anew; without, this was told late and says nothing new. */
void nwd_feed_read (NwdFeed *feed, const NwdCounters *now, gboolean current);

/* @time: monotonic, µs. */
void nwd_meter_take_sample (NwdMeter *meter, gint64 time);

/* Whether there is anything that a new meter would not have. */
gboolean nwd_meter_is_worth_keeping (const NwdMeter *meter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdMeter, nwd_meter_free)
