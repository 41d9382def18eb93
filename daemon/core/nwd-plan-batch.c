/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-batch.h"

#include "nwd-error.h"
#include "nwd-plan-macs.h"
#include "nwd-plan-names.h"
#include "nwd-plan-wiring.h"

typedef struct
{
  const NwdState *state;
  const NwdOptions *options;
  GHashTable *vnics; /* set of ids that were named */
  GHashTable *by_vm; /* VM id → NwdPlan, which @plans owns */
  GPtrArray *plans;
  NwdPlanMacs *macs;
  NwdPlanNames *names;
} Batch;

/* Every vNIC is planned as it is now: a second change of it would not know of the first. */
static gboolean
check_named_once (Batch *batch, const NwdWiringChange *change, GError **error)
{
  const NwdVnic *vnic = nwd_state_get_vnic (batch->state, change->vnic_id);

  if (g_hash_table_add (batch->vnics, change->vnic_id))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "vNIC %s is named twice",
               vnic ? vnic->name : change->vnic_id);
  return FALSE;
}

NwdVm *
nwd_plan_batch_find_vm (const NwdState *state, const NwdWiringChange *change, GError **error)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);
  NwdVm *vm = NULL;

  if (change->verb == NWD_WIRING_ADD)
    vm = nwd_state_get_vm (state, change->vm_id);
  else if (vnic)
    vm = nwd_state_get_vnic_vm (state, vnic);
  if (vm)
    return vm;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no %s %s",
               change->vm_id ? "VM" : "vNIC", change->vm_id ? change->vm_id : change->vnic_id);
  return NULL;
}

static NwdPlan *
get_vm_plan (Batch *batch, const char *vm_id)
{
  NwdPlan *plan = g_hash_table_lookup (batch->by_vm, vm_id);

  if (plan)
    return plan;
  plan = nwd_plan_new ();
  nwd_plan_set_vm (plan, vm_id);
  g_ptr_array_add (batch->plans, plan);
  g_hash_table_insert (batch->by_vm, plan->vm_id, plan);
  return plan;
}

static guint
count_plugged (const NwdPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (plan->steps, i);

      if (step->kind == NWD_STEP_CARD && step->card->verb == NWD_CARD_ATTACH
          && (step->card->scope & NWD_SCOPE_LIVE))
        n++;
    }
  return n;
}

/* Slots that guests are to free do not count: they may not let go. */
static gboolean
check_slots (const NwdDomain *domain, const NwdPlan *plan, GError **error)
{
  guint n = count_plugged (plan);

  if (n <= domain->free_slots)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NO_FREE_SLOT,
               "cannot plug %u cards into VM %s: it has %u free slots for cards that are plugged "
               "while it runs",
               n, domain->name, domain->free_slots);
  return FALSE;
}

static gboolean
add_change (Batch *batch, NwdWiringChange *change, GError **error)
{
  const NwdVm *vm = nwd_plan_batch_find_vm (batch->state, change, error);
  g_autoptr (NwdPlan) plan = NULL;
  NwdPlan *joined = NULL;

  if (!vm || !check_named_once (batch, change, error)
      || !nwd_plan_macs_check (batch->macs, change, error)
      || !nwd_plan_names_check (batch->names, change, error))
    return FALSE;
  nwd_plan_macs_begin (batch->macs, change);
  plan = nwd_plan_wiring (batch->state, change, batch->options, error);
  if (!plan)
    return FALSE;
  if (batch->options->dry_run)
    nwd_plan_set_object (plan, "");
  joined = get_vm_plan (batch, vm->domain->id);
  nwd_plan_join (joined, plan);
  if (plan->steps->len > 0)
    nwd_plan_add_vnic (joined, change->vnic_id);
  return !count_plugged (plan) || check_slots (vm->domain, joined, error);
}

GPtrArray *
nwd_plan_batch (const NwdState *state,
                GPtrArray *changes,
                const NwdOptions *options,
                GError **error)
{
  g_autoptr (GHashTable) vnics = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_vm = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_plan_free);
  g_autoptr (NwdPlanMacs) macs = nwd_plan_macs_new (state, changes);
  g_autoptr (NwdPlanNames) names = nwd_plan_names_new (state, changes);
  Batch batch = { state, options, vnics, by_vm, plans, macs, names };
  GError *all = NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      GError *one = NULL;

      if (!add_change (&batch, g_ptr_array_index (changes, i), &one))
        nwd_error_add (&all, one);
    }
  for (guint i = 0; i < plans->len; i++)
    nwd_plan_macs_end (macs, g_ptr_array_index (plans, i));
  if (!all)
    return g_steal_pointer (&plans);
  g_propagate_error (error, all);
  return NULL;
}
