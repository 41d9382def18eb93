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

static guint
longer (const NwdGuestSchedule *schedule, const NwdGuestPace *pace)
{
  return MAX (pace->few, 2 * schedule->wait);
}

static void
back_off (NwdGuestSchedule *schedule, const NwdGuestPace *pace, gint64 now)
{
  schedule->silent++;
  wait (schedule, now, MIN (longer (schedule, pace), MAX (pace->few, 2 * pace->rare)));
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
      back_off (schedule, pace, now);
      return;
    }
  schedule->silent = 0;
  schedule->asked++;
  if (outcome == NWD_GUEST_COMPLETE)
    wait (schedule, now,
          schedule->asked < LOOKS_AFTER_NEWS ? MIN (pace->few, pace->rare) : pace->rare);
  else if (fresh)
    wait (schedule, now, pace->few);
  else
    wait (schedule, now, MIN (longer (schedule, pace), pace->rare));
}

void
nwd_guest_schedule_others (NwdGuestSchedule *schedule,
                           const NwdGuestPace *pace,
                           gint64 now,
                           NwdGuestOutcome outcome,
                           gboolean any)
{
  guint next = longer (schedule, pace);

  if (outcome == NWD_GUEST_SILENT)
    {
      back_off (schedule, pace, now);
      return;
    }
  schedule->silent = 0;
  schedule->asked++;
  if (next <= pace->rare)
    wait (schedule, now, next);
  else if (any)
    wait (schedule, now, pace->rare);
  else
    schedule->due = 0;
}

/* A quarter of the pause earlier, so that who waits long is asked in one go with others. */
gboolean
nwd_guest_schedule_is_due (const NwdGuestSchedule *schedule, gint64 now)
{
  return schedule->due && now >= schedule->due - schedule->wait * G_GINT64_CONSTANT (250);
}
