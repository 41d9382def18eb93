/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-error.h"
#include "core/nwd-plan-batch.h"
#include "core/nwd-resolve.h"
#include "nwd-call.h"
#include "nwd-engine-private.h"
#include "nwd-leaving.h"
#include "nwd-order.h"
#include "nwd-prepare.h"

/* Changes of wiring: one vNIC is a batch of one. */

static gboolean
check_changes_stay (const NwdContext *context, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!nwd_leaving_check (context,
                            ((NwdWiringChange *)g_ptr_array_index (changes, i))->network_id, error))
      return FALSE;
  return TRUE;
}

/* Also where no change names it: a card is plugged where it was, or is stored to be. */
static gboolean
check_attaches_stay (const NwdContext *context, const NwdPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (plan->steps, i);
      g_autofree char *id = NULL;

      if (step->kind != NWD_STEP_CARD || step->card->verb != NWD_CARD_ATTACH)
        continue;
      id = nwd_resolve_network_id (context->state, step->card->card->source);
      if (!nwd_leaving_check (context, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_plans_stay (const NwdContext *context, GPtrArray *plans, GError **error)
{
  for (guint i = 0; i < plans->len; i++)
    if (!check_attaches_stay (context, g_ptr_array_index (plans, i), error))
      return FALSE;
  return TRUE;
}

/* --- what the plans need --- */

typedef struct
{
  guint left; /* changes that are not prepared */
  GError *error;
  NwdCallPrepared done;
  gpointer data;
} Preparation;

static void
on_prepared (GError *error, gpointer data)
{
  Preparation *p = data;

  if (error)
    nwd_error_add (&p->error, error);
  if (--p->left > 0)
    return;
  p->done (p->error, p->data);
  g_free (p);
}

static void
prepare_batch (NwdContext *context,
               gpointer request,
               const NwdOptions *options,
               NwdCallPrepared done,
               gpointer data)
{
  NwdOrder *order = request;
  Preparation *p = g_new0 (Preparation, 1);
  guint n = order->changes->len;

  p->left = n + 1; /* it must not end before all have begun */
  p->done = done;
  p->data = data;
  for (guint i = 0; i < n; i++)
    nwd_prepare_wiring (context, g_ptr_array_index (order->changes, i), options, on_prepared, p);
  on_prepared (NULL, p);
}

/* Two that decide on one VM: each would take the other's work for somebody's later change. */
static gboolean
check_no_checkpoint (const NwdContext *context,
                     GPtrArray *plans,
                     const NwdOptions *options,
                     GError **error)
{
  for (guint i = 0; options->confirm_timeout > 0 && i < plans->len; i++)
    {
      const char *vm_id = ((NwdPlan *)g_ptr_array_index (plans, i))->vm_id;
      const NwdCheckpoint *checkpoint = nwd_journal_find_checkpoint (context->journal, vm_id);

      if (!checkpoint)
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
                   "confirm-timeout: checkpoint %s of VM %s is not decided yet", checkpoint->id,
                   nwd_state_get_vm (context->state, vm_id)->domain->name);
      return FALSE;
    }
  return TRUE;
}

/* What another change is about to use is used. */
static gboolean
check_macs (const NwdContext *context, GPtrArray *plans, GError **error)
{
  for (guint i = 0; i < plans->len; i++)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, i);

      for (guint j = 0; j < plan->macs->len; j++)
        {
          const char *mac = g_ptr_array_index (plan->macs, j);

          if (!nwd_marks_has (context->macs, mac))
            continue;
          g_set_error (
            error, NWD_ERROR, NWD_ERROR_MAC_IN_USE,
            "another card gets the MAC address %s now (NETWORK_MAC_ADDRESS_IN_USE, 5013)", mac);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
plan_batch (const NwdContext *context, gpointer request, const NwdOptions *options, GError **error)
{
  NwdOrder *order = request;
  GPtrArray *plans = NULL;

  if (check_changes_stay (context, order->changes, error))
    plans = nwd_plan_batch (context->state, order->changes, options, error);
  if (plans
      && !(check_plans_stay (context, plans, error) && check_macs (context, plans, error)
           && check_no_checkpoint (context, plans, options, error)))
    g_clear_pointer (&plans, g_ptr_array_unref);
  if (plans)
    nwd_order_describe (order, context->state, plans, options);
  return plans;
}

/* Its VM, which must answer. */
static const char *
find_vm_id (const NwdState *state, const NwdWiringChange *change, GError **error)
{
  const NwdVm *vm = nwd_plan_batch_find_vm (state, change, error);

  if (!vm || vm->responsive)
    return vm ? vm->domain->id : NULL;
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "cannot change VM %s: it does not answer an earlier change", vm->domain->name);
  return NULL;
}

/* The VMs of @changes, each once: a new array of ids that are @state's; or NULL and what is wrong
 * with all of them. */
static GPtrArray *
list_vms (const NwdState *state, GPtrArray *changes, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) vm_ids = g_ptr_array_new ();
  GError *all = NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      GError *one = NULL;
      const char *vm_id = find_vm_id (state, g_ptr_array_index (changes, i), &one);

      if (!vm_id)
        nwd_error_add (&all, one);
      else if (g_hash_table_add (seen, (gpointer)vm_id))
        g_ptr_array_add (vm_ids, (gpointer)vm_id);
    }
  if (!all)
    return g_steal_pointer (&vm_ids);
  g_propagate_error (error, all);
  return NULL;
}

static GPtrArray *
open_accounts (NwdContext *context, GPtrArray *changes, const NwdOptions *options)
{
  GPtrArray *accounts = g_ptr_array_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const NwdWiringChange *change = g_ptr_array_index (changes, i);

      gboolean adds = change->verb == NWD_WIRING_ADD;

      g_ptr_array_add (accounts,
                       nwd_account_open (context, adds ? NWD_KIND_VM : NWD_KIND_VNIC,
                                         adds ? change->vm_id : change->vnic_id, options));
    }
  return accounts;
}

void
nwd_engine_wire_async (NwdEngine *self,
                       GPtrArray *changes,
                       const NwdOptions *options,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  g_autoptr (GPtrArray) accounts = open_accounts (context, changes, options);
  g_autoptr (GPtrArray) vm_ids = NULL;
  NwdOptions wanted = *options;
  GError *error = NULL;

  g_task_set_task_data (task, nwd_order_new (changes, &wanted), (GDestroyNotify)nwd_order_free);
  if (nwd_engine_check_not_degraded (self, &error))
    vm_ids = list_vms (context->state, changes, &error);
  if (vm_ids)
    nwd_call_start (context, vm_ids, prepare_batch, plan_batch, &wanted, accounts, task);
  else
    nwd_call_refuse (accounts, task, error);
}

char *
nwd_engine_wire_finish (NwdEngine *self, GAsyncResult *result, NwdOutcome *outcome, GError **error)
{
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), error);

  if (!plans)
    return NULL;
  if (outcome)
    nwd_order_tell (g_task_get_task_data (G_TASK (result)), nwd_engine_get_state (self), outcome);
  return g_strdup (plans->len ? ((NwdPlan *)g_ptr_array_index (plans, 0))->object_id : "");
}
