/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-schedule.h"

#define LOOKS_AFTER_NEWS 3

void
nwd_guest_schedule_hear (NwdGuestSchedule *schedule, gint64 now)
{
  schedule->due = schedule->news = now;
  schedule->wait = 0;
  schedule->asked = 0;
}

static void
wait (NwdGuestSchedule *schedule, gint64 now, guint ms)
{
  schedule->wait = ms;
  schedule->due = now + ms * G_GINT64_CONSTANT (1000);
}

/* All guests at the same moments: one wake-up for all of them, and what changed of them is one
 * change. */
static void
wait_long (NwdGuestSchedule *schedule, const NwdGuestPace *pace, gint64 now)
{
  gint64 rare = pace->rare * G_GINT64_CONSTANT (1000);

  schedule->wait = pace->rare;
  schedule->due = ((now + pace->few * G_GINT64_CONSTANT (1000)) / rare + 1) * rare;
}

static void
wait_twice_as_long (NwdGuestSchedule *schedule, const NwdGuestPace *pace, gint64 now, guint max)
{
  wait (schedule, now, CLAMP (2 * schedule->wait, MIN (pace->few, max), max));
}

void
nwd_guest_schedule_agent (NwdGuestSchedule *schedule,
                          const NwdGuestPace *pace,
                          gint64 now,
                          NwdGuestOutcome outcome)
{
  gboolean fresh = now - schedule->news < pace->window * G_GINT64_CONSTANT (1000);

  if (outcome == NWD_GUEST_SILENT)
    {
      schedule->silent++;
      wait_twice_as_long (schedule, pace, now, 2 * pace->rare);
      return;
    }
  schedule->silent = 0;
  schedule->asked++;
  if (schedule->asked < LOOKS_AFTER_NEWS || (fresh && outcome == NWD_GUEST_INCOMPLETE))
    wait (schedule, now, MIN (pace->few, pace->rare));
  else if (outcome == NWD_GUEST_INCOMPLETE && 2 * schedule->wait < pace->rare)
    wait_twice_as_long (schedule, pace, now, pace->rare);
  else
    wait_long (schedule, pace, now);
}

void
nwd_guest_schedule_others (NwdGuestSchedule *schedule,
                           const NwdGuestPace *pace,
                           gint64 now,
                           gboolean any)
{
  schedule->silent = 0;
  if (2 * schedule->wait < pace->rare)
    wait_twice_as_long (schedule, pace, now, pace->rare);
  else if (any)
    wait_long (schedule, pace, now);
  else
    schedule->due = 0;
}

gboolean
nwd_guest_schedule_is_due (const NwdGuestSchedule *schedule, gint64 now)
{
  return schedule->due && now >= schedule->due;
}
