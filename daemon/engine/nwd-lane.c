/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-lane.h"

#include "core/nwd-error.h"
#include "nwd-apply-card.h"
#include "nwd-apply.h"

struct _NwdLane
{
  NwdContext *context;
  const NwdPlan *plan;
  NwdTouched *touched;
  guint next;          /* the step that is under way, or is next */
  guint together;      /* how many are under way, or were last */
  guint begun;         /* how many are to be undone, but for: */
  GHashTable *unbegun; /* of NwdStep */
  gboolean running;
  gboolean halted;
  gboolean leaves_guest; /* one that was asked need not be put back */
  gboolean asked_guest;  /* when it was halted, and has not answered */
  NwdLaneStopped stopped;
  gpointer data;
};

NwdLane *
nwd_lane_new (NwdContext *context, const NwdPlan *plan, NwdTouched *touched)
{
  NwdLane *lane = g_new0 (NwdLane, 1);

  lane->context = context;
  lane->plan = plan;
  lane->touched = touched;
  lane->unbegun = g_hash_table_new (NULL, NULL);
  return lane;
}

void
nwd_lane_free (NwdLane *lane)
{
  g_hash_table_unref (lane->unbegun);
  g_free (lane);
}

static void run_next (NwdLane *lane);

/* Steps that failed are undone too, they may have come half way; but what is somebody else's was
 * never begun. */
static void
note_unbegun (NwdLane *lane, const GError *error)
{
  gpointer *steps = lane->plan->steps->pdata + lane->next;

  if (nwd_step_is_of_bridge (*steps) /* each has noted that for itself */
      || !g_error_matches (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS))
    return;
  for (guint i = 0; i < lane->together; i++)
    g_hash_table_add (lane->unbegun, steps[i]);
}

static void
on_applied (GError *error, gpointer data)
{
  NwdLane *lane = data;

  note_unbegun (lane, error);
  lane->begun = lane->next + lane->together;
  if (error)
    {
      lane->running = FALSE;
      lane->stopped (error, lane->data);
      return;
    }
  lane->next += lane->together;
  run_next (lane);
}

static void
apply (NwdLane *lane, NwdApplied applied)
{
  NwdStep **steps = (NwdStep **)lane->plan->steps->pdata + lane->next;

  nwd_apply (lane->context, steps, lane->together, /* patience= */ 0, lane->unbegun, lane->touched,
             applied, lane);
}

/* The one step of a VM's change that is the host's matter: the unwired bridge, made on first use.
 */
static void
on_unwired_bridge (GError *error, gpointer data)
{
  NwdLane *lane = data;

  nwd_queue_leave (lane->context->host_queue);
  on_applied (error, lane);
}

static void
make_unwired_bridge (gpointer data)
{
  NwdLane *lane = data;
  NwdStep *step = g_ptr_array_index (lane->plan->steps, lane->next);

  if (g_hash_table_contains (lane->context->state->links, step->name))
    on_unwired_bridge (NULL, lane);
  else
    apply (lane, on_unwired_bridge);
}

static void
run_next (NwdLane *lane)
{
  NwdStep **steps = (NwdStep **)lane->plan->steps->pdata + lane->next;

  if (lane->halted || lane->next == lane->plan->steps->len)
    {
      lane->running = FALSE;
      lane->stopped (NULL, lane->data);
      return;
    }
  lane->together = nwd_plan_count_together (lane->plan, lane->next);
  if (*lane->plan->vm_id && nwd_step_needs_host_network (*steps))
    nwd_queue_enter (lane->context->host_queue, make_unwired_bridge, lane);
  else
    apply (lane, on_applied);
}

void
nwd_lane_run (NwdLane *lane, NwdLaneStopped stopped, gpointer data)
{
  lane->running = TRUE;
  lane->stopped = stopped;
  lane->data = data;
  run_next (lane);
}

/* What a guest was asked for cannot be taken back: it may come true at any time, also half of what
 * has failed. */
static void
note_asked_guest (NwdLane *lane)
{
  lane->begun = lane->next + 1;
  lane->asked_guest = TRUE;
}

gboolean
nwd_lane_halt (NwdLane *lane)
{
  lane->halted = TRUE;
  if (nwd_lane_waits_for_guest (lane) && !lane->leaves_guest)
    note_asked_guest (lane);
  if (nwd_apply_card_give_up (lane->context, lane)
      || nwd_queue_give_up (lane->context->host_queue, lane))
    lane->running = FALSE;
  if (lane->running)
    nwd_apply_card_hurry (lane->context, lane, lane->context->patience);
  return !lane->running;
}

gboolean
nwd_lane_waits_for_guest (const NwdLane *lane)
{
  return nwd_apply_card_waits_for_guest (lane->context, lane);
}

void
nwd_lane_leave_guest (NwdLane *lane)
{
  lane->leaves_guest = TRUE;
}

void
nwd_lane_undo (NwdLane *lane, const GError *cause, NwdUndone done, gpointer data)
{
  g_autoptr (GPtrArray) steps = nwd_plan_get_undo (lane->plan, lane->begun, lane->unbegun);

  nwd_undo (lane->context, steps, lane->asked_guest ? NULL : cause, lane->touched, done, data);
}
