/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* The lines before the few places in which guests are asked. A guest that hangs takes a place until
 * its time is over: so those that have not answered yet never take all of them, and those that are
 * known not to answer no more than one. */
typedef struct _NwdGuestLanes NwdGuestLanes;

typedef enum
{
  NWD_GUEST_LANE_GOOD,   /* it answered when it was asked last, or is sure to */
  NWD_GUEST_LANE_NEW,    /* it was never asked */
  NWD_GUEST_LANE_SILENT, /* it did not answer */
  NWD_N_GUEST_LANES
} NwdGuestLane;

/* @places: at least 2. */
NwdGuestLanes *nwd_guest_lanes_new (guint places);
void nwd_guest_lanes_free (NwdGuestLanes *lanes);

/* @first: before all others of its lane, for somebody waits for it. */
void
nwd_guest_lanes_enter (NwdGuestLanes *lanes, NwdGuestLane lane, const char *vm_id, gboolean first);

/* The next VM that has a place now, until nwd_guest_lanes_leave(); NULL: there is none. */
char *nwd_guest_lanes_take (NwdGuestLanes *lanes, NwdGuestLane *lane);
void nwd_guest_lanes_leave (NwdGuestLanes *lanes, NwdGuestLane lane);

/* Whether answers are to be expected: somebody is asked, or about to be, who is not known to be
 * silent. */
gboolean nwd_guest_lanes_are_busy (const NwdGuestLanes *lanes);
