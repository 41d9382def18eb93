/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan.h"

/* Each is to be done in the 10 s that one alone may take, and the kernel deletes a bridge in 18 ms.
 */
#define MOST_BRIDGES 50

static void
step_clear (gpointer step)
{
  if (step)
    nwd_step_unref (step);
}

NwdPlan *
nwd_plan_new (void)
{
  NwdPlan *plan = g_new0 (NwdPlan, 1);

  plan->vm_id = g_strdup ("");
  plan->steps = g_ptr_array_new_with_free_func (step_clear);
  plan->undo = g_ptr_array_new_with_free_func (step_clear);
  plan->object_id = g_strdup ("");
  plan->vnic_ids = g_ptr_array_new_with_free_func (g_free);
  plan->objects = g_ptr_array_new_with_free_func (g_free);
  plan->macs = g_ptr_array_new_with_free_func (g_free);
  plan->busy = g_ptr_array_new_with_free_func (g_free);
  return plan;
}

void
nwd_plan_free (NwdPlan *plan)
{
  g_free (plan->vm_id);
  g_ptr_array_unref (plan->steps);
  g_ptr_array_unref (plan->undo);
  g_free (plan->object_id);
  g_ptr_array_unref (plan->vnic_ids);
  g_ptr_array_unref (plan->objects);
  g_ptr_array_unref (plan->macs);
  g_ptr_array_unref (plan->busy);
  g_free (plan);
}

GPtrArray *
nwd_plan_alone (NwdPlan *plan)
{
  GPtrArray *plans = NULL;

  if (!plan)
    return NULL;
  plans = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_plan_free);
  g_ptr_array_add (plans, plan);
  return plans;
}

void
nwd_plan_add (NwdPlan *plan, NwdStep *step, NwdStep *undo)
{
  g_ptr_array_add (plan->steps, step);
  g_ptr_array_add (plan->undo, undo);
}

void
nwd_plan_set_object (NwdPlan *plan, const char *id)
{
  g_free (plan->object_id);
  plan->object_id = g_strdup (id);
}

void
nwd_plan_add_vnic (NwdPlan *plan, const char *vnic_id)
{
  g_ptr_array_add (plan->vnic_ids, g_strdup (vnic_id));
}

void
nwd_plan_add_object (NwdPlan *plan, const char *id)
{
  g_ptr_array_add (plan->objects, g_strdup (id));
}

void
nwd_plan_set_vm (NwdPlan *plan, const char *vm_id)
{
  g_free (plan->vm_id);
  plan->vm_id = g_strdup (vm_id);
}

static NwdStep *
step_ref_or_null (NwdStep *step)
{
  return step ? nwd_step_ref (step) : NULL;
}

void
nwd_plan_join (NwdPlan *plan, const NwdPlan *more)
{
  for (guint i = 0; i < more->steps->len; i++)
    nwd_plan_add (plan, nwd_step_ref (g_ptr_array_index (more->steps, i)),
                  step_ref_or_null (g_ptr_array_index (more->undo, i)));
  for (guint i = 0; i < more->busy->len; i++)
    nwd_plan_add_busy (plan, g_ptr_array_index (more->busy, i));
  for (guint i = 0; i < more->macs->len; i++)
    nwd_plan_add_mac (plan, g_ptr_array_index (more->macs, i));
  if (*more->object_id)
    nwd_plan_set_object (plan, more->object_id);
}

void
nwd_plan_add_mac (NwdPlan *plan, const char *mac)
{
  g_ptr_array_add (plan->macs, g_strdup (mac));
}

void
nwd_plan_add_busy (NwdPlan *plan, const char *network_id)
{
  if (*network_id)
    g_ptr_array_add (plan->busy, g_strdup (network_id));
}

static gboolean
is_same_card (const NwdCardChange *a, const NwdCardChange *b)
{
  return g_str_equal (a->mac, b->mac) && a->nth == b->nth;
}

/* Whether @change is one of those that may go together. */
static gboolean
is_rewiring (const NwdCardChange *change)
{
  static const NwdCardField wiring = NWD_CARD_LINKED | NWD_CARD_SOURCE | NWD_CARD_ISOLATED;

  return change && change->verb == NWD_CARD_UPDATE && !(change->fields & ~(guint)wiring);
}

/* Whether it is one of those that may be under way at the same time. */
static gboolean
is_of_lone_bridge (const NwdStep *step)
{
  return step->kind == NWD_STEP_BRIDGE_CREATE || step->kind == NWD_STEP_BRIDGE_DELETE;
}

static gboolean
goes_with (const NwdPlan *plan, guint first, guint next)
{
  NwdStep *const *steps = (NwdStep *const *)plan->steps->pdata;
  const NwdCardChange *change = steps[next]->card;

  if (nwd_step_is_of_host_records (steps[first]))
    return nwd_step_is_of_host_records (steps[next]);
  if (is_of_lone_bridge (steps[first]))
    return steps[next]->kind == steps[first]->kind && next - first < MOST_BRIDGES;
  if (!is_rewiring (change) || change->scope != steps[first]->card->scope)
    return FALSE;
  for (guint i = first; i < next; i++)
    if (is_same_card (steps[i]->card, change))
      return FALSE;
  return TRUE;
}

guint
nwd_plan_count_together (const NwdPlan *plan, guint first)
{
  const NwdStep *step = g_ptr_array_index (plan->steps, first);
  guint next = first + 1;

  if (!is_rewiring (step->card) && !nwd_step_is_of_host_records (step) && !is_of_lone_bridge (step))
    return 1;
  while (next < plan->steps->len && goes_with (plan, first, next))
    next++;
  return next - first;
}

GPtrArray *
nwd_plan_get_undo (const NwdPlan *plan, guint n, GHashTable *but)
{
  GPtrArray *undo = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = MIN (n, plan->undo->len); i > 0; i--)
    {
      NwdStep *step = g_ptr_array_index (plan->undo, i - 1);

      if (step && !(but && g_hash_table_contains (but, g_ptr_array_index (plan->steps, i - 1))))
        g_ptr_array_add (undo, nwd_step_ref (step));
    }
  return undo;
}

static guint
count_undo (const NwdPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->undo->len; i++)
    if (g_ptr_array_index (plan->undo, i))
      n++;
  return n;
}

gboolean
nwd_plans_need_journal (GPtrArray *plans)
{
  guint n = 0;

  for (guint i = 0; i < plans->len; i++)
    n += count_undo (g_ptr_array_index (plans, i));
  return n > 1;
}
