/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-domain.h"
#include "core/nwd-guest-schedule.h"
#include "nwd-guest-lanes.h"
#include "nwd-guest-suspicion.h"
#include "nwd-guest-waiters.h"

/* What is known of asking one guest; for nwd-guests.c and nwd-guest-intake.c alone. */
typedef struct
{
  NwdDomain *seen; /* as it was when it was looked at last; NULL: it does not run any more */
  NwdGuestSchedule schedule;
  NwdGuestMarks told;      /* what was logged of it */
  guint run;               /* number of its run: answers of earlier ones are of no interest */
  gboolean here;           /* it is sure to answer */
  gboolean answered;       /* it has, in this run */
  gboolean kept;           /* the cache has something of it */
  gboolean waits;          /* it is in a lane, or has a place */
  NwdGuestWaiters *asking; /* for the answer to the question under way */
  NwdGuestWaiters *next;   /* for the one after it */
} NwdAskedGuest;

NwdAskedGuest *nwd_asked_guest_new (void);
void nwd_asked_guest_free (NwdAskedGuest *guest);

/* Where it waits for its turn. */
NwdGuestLane nwd_asked_guest_get_lane (const NwdAskedGuest *guest);
