/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_RX_BYTES,
  NWD_RX_PACKETS,
  NWD_RX_ERRORS,
  NWD_RX_DROPPED,
  NWD_TX_BYTES, /* and so on, in the order of what is received */
  NWD_TX_PACKETS,
  NWD_TX_ERRORS,
  NWD_TX_DROPPED,
  NWD_N_COUNTERS
} NwdCounter;

/* What went through something, since some moment. A value. */
typedef struct
{
  guint64 of[NWD_N_COUNTERS];
} NwdCounters;

/* As callers know it: "rx-bytes", … */
const char *nwd_counter_name (NwdCounter counter);

/* Adds what was counted from @since to @now. @swapped: by who is at the other end, and sends what
 * is received here. */
void nwd_counters_grow (NwdCounters *total,
                        const NwdCounters *since,
                        const NwdCounters *now,
                        gboolean swapped);

/* Whether any of them is less in @now than in @before: they were counted from zero again, or @now
 * was not after @before. */
gboolean nwd_counters_fell (const NwdCounters *before, const NwdCounters *now);

gboolean nwd_counters_is_zero (const NwdCounters *counters);

/* Numbers in the order of NwdCounter, a space between. */
char *nwd_counters_to_text (const NwdCounters *counters);

/* FALSE: @text is something else. */
gboolean nwd_counters_parse (const char *text, NwdCounters *counters);
