/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* How often guests are asked; ms. */
typedef struct
{
  guint few;    /* between two questions while an address is waited for */
  guint window; /* after news: as long as that goes on; then the pauses grow */
  guint rare;   /* between two questions when all is known: all guests are asked then */
} NwdGuestPace;

/* When one guest is to be asked next. Points in time are µs of a monotonic clock. */
typedef struct
{
  gint64 due;   /* 0: not at all, before there is news */
  gint64 news;  /* when there last was some */
  guint wait;   /* ms, the pause that ends at @due */
  guint asked;  /* how often it answered since there was news */
  guint silent; /* how often in a row it did not answer */
} NwdGuestSchedule;

/* How it ended. */
typedef enum
{
  NWD_GUEST_COMPLETE,   /* each card has a global address */
  NWD_GUEST_INCOMPLETE, /* not yet */
  NWD_GUEST_SILENT,     /* there was no answer */
} NwdGuestOutcome;

/* Something happened that may change what the guest says: it is asked at once, and a few times
 * more, since it may take a moment until it has noticed. */
void nwd_guest_schedule_hear (NwdGuestSchedule *schedule, gint64 now);

/* It was asked. Who does not answer is asked less and less. */
void nwd_guest_schedule_agent (NwdGuestSchedule *schedule,
                               const NwdGuestPace *pace,
                               gint64 now,
                               NwdGuestOutcome outcome);

/* Others were asked about it, since it has no agent; @any: they knew something. Where nothing comes
 * of it for a while, nobody is asked any more before there is news. */
void nwd_guest_schedule_others (NwdGuestSchedule *schedule,
                                const NwdGuestPace *pace,
                                gint64 now,
                                gboolean any);

/* Whether it is to be asked now. */
gboolean nwd_guest_schedule_is_due (const NwdGuestSchedule *schedule, gint64 now);
