/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-lanes.h"

struct _NwdGuestLanes
{
  GQueue waiting[NWD_N_GUEST_LANES]; /* of VM ids */
  guint asked[NWD_N_GUEST_LANES];
  guint places[NWD_N_GUEST_LANES]; /* for this lane and those behind it together */
};

NwdGuestLanes *
nwd_guest_lanes_new (guint places)
{
  NwdGuestLanes *lanes = g_new0 (NwdGuestLanes, 1);

  for (NwdGuestLane lane = 0; lane < NWD_N_GUEST_LANES; lane++)
    g_queue_init (&lanes->waiting[lane]);
  lanes->places[NWD_GUEST_LANE_GOOD] = places;
  lanes->places[NWD_GUEST_LANE_NEW] = places - 1;
  lanes->places[NWD_GUEST_LANE_SILENT] = 1;
  return lanes;
}

void
nwd_guest_lanes_free (NwdGuestLanes *lanes)
{
  for (NwdGuestLane lane = 0; lane < NWD_N_GUEST_LANES; lane++)
    g_queue_clear_full (&lanes->waiting[lane], g_free);
  g_free (lanes);
}

void
nwd_guest_lanes_enter (NwdGuestLanes *lanes, NwdGuestLane lane, const char *vm_id, gboolean first)
{
  if (first)
    g_queue_push_head (&lanes->waiting[lane], g_strdup (vm_id));
  else
    g_queue_push_tail (&lanes->waiting[lane], g_strdup (vm_id));
}

/* For one more of @lane there must be room in each lane before it too. */
static gboolean
has_place (const NwdGuestLanes *lanes, NwdGuestLane lane)
{
  guint asked = 0;

  for (int i = NWD_N_GUEST_LANES - 1; i >= 0; i--)
    {
      asked += lanes->asked[i];
      if (i <= (int)lane && asked >= lanes->places[i])
        return FALSE;
    }
  return TRUE;
}

char *
nwd_guest_lanes_take (NwdGuestLanes *lanes, NwdGuestLane *lane)
{
  for (NwdGuestLane i = 0; i < NWD_N_GUEST_LANES; i++)
    {
      if (g_queue_is_empty (&lanes->waiting[i]) || !has_place (lanes, i))
        continue;
      lanes->asked[i]++;
      *lane = i;
      return g_queue_pop_head (&lanes->waiting[i]);
    }
  return NULL;
}

void
nwd_guest_lanes_leave (NwdGuestLanes *lanes, NwdGuestLane lane)
{
  lanes->asked[lane]--;
}

gboolean
nwd_guest_lanes_are_busy (const NwdGuestLanes *lanes)
{
  for (NwdGuestLane lane = 0; lane < NWD_GUEST_LANE_SILENT; lane++)
    if (lanes->asked[lane] > 0 || !g_queue_is_empty ((GQueue *)&lanes->waiting[lane]))
      return TRUE;
  return FALSE;
}
