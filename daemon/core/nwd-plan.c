/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan.h"

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

  plan->steps = g_ptr_array_new_with_free_func (step_clear);
  plan->undo = g_ptr_array_new_with_free_func (step_clear);
  plan->object_id = g_strdup ("");
  plan->busy = g_ptr_array_new_with_free_func (g_free);
  return plan;
}

void
nwd_plan_free (NwdPlan *plan)
{
  g_ptr_array_unref (plan->steps);
  g_ptr_array_unref (plan->undo);
  g_free (plan->object_id);
  g_ptr_array_unref (plan->busy);
  g_free (plan);
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
nwd_plan_add_busy (NwdPlan *plan, const char *network_id)
{
  if (*network_id)
    g_ptr_array_add (plan->busy, g_strdup (network_id));
}

GPtrArray *
nwd_plan_get_undo (const NwdPlan *plan, guint n)
{
  GPtrArray *undo = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_step_unref);

  for (guint i = MIN (n, plan->undo->len); i > 0; i--)
    {
      NwdStep *step = g_ptr_array_index (plan->undo, i - 1);

      if (step)
        g_ptr_array_add (undo, nwd_step_ref (step));
    }
  return undo;
}

gboolean
nwd_plan_needs_journal (const NwdPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->undo->len; i++)
    if (g_ptr_array_index (plan->undo, i))
      n++;
  return n > 1;
}
