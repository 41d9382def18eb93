/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/nwd-error.h"
#include "core/nwd-plan-quarantine.h"
#include "nwd-account.h"
#include "nwd-call.h"
#include "nwd-engine-private.h"
#include "nwd-leaving.h"

/* Quarantine and Release. */

typedef struct
{
  char *vm_id;
  char *network_id; /* NULL: it is let go */
} Quarantine;

static void
quarantine_free (Quarantine *quarantine)
{
  g_free (quarantine->vm_id);
  g_free (quarantine->network_id);
  g_free (quarantine);
}

static GPtrArray *
plan_quarantine (const NwdContext *context,
                 gpointer request,
                 const NwdOptions *options,
                 GError **error)
{
  const Quarantine *wanted = request;
  const NwdState *state = context->state;
  NwdPlan *plan = wanted->network_id
                    ? nwd_plan_quarantine (state, wanted->vm_id, wanted->network_id, options, error)
                    : nwd_plan_release (state, wanted->vm_id, options, error);
  g_autoptr (GPtrArray) plans = nwd_plan_alone (plan);

  if (!plans || !nwd_leaving_check_plans (context, plans, error))
    return NULL;
  return g_steal_pointer (&plans);
}

static GPtrArray *
open_accounts (NwdContext *context, const NwdVm *vm, const NwdOptions *options)
{
  GPtrArray *accounts = g_ptr_array_new ();

  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    g_ptr_array_add (accounts, nwd_account_open (context, NWD_KIND_VNIC,
                                                 g_ptr_array_index (vm->vnic_ids, i), options));
  return accounts;
}

static gboolean
check_vm (const NwdVm *vm, const char *vm_id, GError **error)
{
  if (!vm)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no VM %s", vm_id);
  else if (!vm->responsive)
    g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
                 "cannot change VM %s: it does not answer an earlier change", vm->domain->name);
  return vm && vm->responsive;
}

void
nwd_engine_quarantine_async (NwdEngine *self,
                             const char *vm_id,
                             const char *network_id,
                             const NwdOptions *options,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  const NwdVm *vm = nwd_state_get_vm (context->state, vm_id);
  g_autoptr (GPtrArray) accounts = open_accounts (context, vm, options);
  g_autoptr (GPtrArray) vm_ids = g_ptr_array_new ();
  Quarantine *wanted = g_new0 (Quarantine, 1);
  GError *error = NULL;

  wanted->vm_id = g_strdup (vm_id);
  wanted->network_id = g_strdup (network_id);
  g_task_set_task_data (task, wanted, (GDestroyNotify)quarantine_free);
  g_ptr_array_add (vm_ids, wanted->vm_id);
  if (nwd_engine_check_not_degraded (self, &error) && check_vm (vm, vm_id, &error))
    nwd_call_start (context, vm_ids, /* prepare= */ NULL, plan_quarantine, options, accounts, task);
  else
    nwd_call_refuse (accounts, task, error);
}

gboolean
nwd_engine_quarantine_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), error);

  return plans != NULL;
}
