/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-quarantines.h"

#include "core/nwd-error.h"
#include "core/nwd-plan-quarantine.h"
#include "nwd-call.h"
#include "nwd-engine-private.h"

typedef struct
{
  char *vm_id;
  char *network_id; /* NULL: it is let go */
  gboolean begun;
} Quarantine;

static void
quarantine_free (Quarantine *quarantine)
{
  g_free (quarantine->vm_id);
  g_free (quarantine->network_id);
  g_free (quarantine);
}

/* Takes @plan, which may be NULL. */
static GPtrArray *
only (NwdPlan *plan)
{
  GPtrArray *plans = NULL;

  if (!plan)
    return NULL;
  plans = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_plan_free);
  g_ptr_array_add (plans, plan);
  return plans;
}

static GPtrArray *
plan_quarantine (const NwdContext *context,
                 gpointer request,
                 const NwdOptions *options,
                 GError **error)
{
  const Quarantine *wanted = request;
  const NwdState *state = context->state;

  if (wanted->network_id)
    return only (nwd_plan_quarantine (state, wanted->vm_id, wanted->network_id, options, error));
  return only (nwd_plan_release (state, wanted->vm_id, options, error));
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

/* --- cards that come --- */

static GPtrArray *
plan_more (const NwdContext *context, gpointer request, const NwdOptions *options, GError **error)
{
  const Quarantine *quarantine = request;

  return only (nwd_plan_quarantine_more (context->state, quarantine->vm_id, quarantine->begun,
                                         options, error));
}

static void
on_more (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), &error);

  if (error)
    g_warning ("Cannot put a card into its VM's quarantine: %s", error->message);
}

static gboolean
has_new_card (const NwdState *state, const NwdVm *vm, const NwdQuarantine *quarantine)
{
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    if (!nwd_quarantine_has (quarantine, g_ptr_array_index (vm->vnic_ids, i)))
      return TRUE;
  return FALSE;
}

void
nwd_quarantines_look_at (NwdContext *context, const char *vm_id, gboolean begun)
{
  const NwdOptions options = { .foreign = TRUE };
  const NwdQuarantine *quarantine = g_hash_table_lookup (context->state->quarantines, vm_id);
  const NwdVm *vm = nwd_state_get_vm (context->state, vm_id);
  g_autoptr (GPtrArray) vm_ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();
  Quarantine *wanted = NULL;
  GTask *task = NULL;

  if (!quarantine || !vm || *context->state->degraded_reason
      || !(begun || has_new_card (context->state, vm, quarantine)))
    return;
  wanted = g_new0 (Quarantine, 1);
  wanted->vm_id = g_strdup (vm_id);
  wanted->begun = begun;
  task = g_task_new (NULL, NULL, on_more, NULL);
  g_task_set_task_data (task, wanted, (GDestroyNotify)quarantine_free);
  g_ptr_array_add (vm_ids, wanted->vm_id);
  nwd_call_start (context, vm_ids, /* prepare= */ NULL, plan_more, &options, accounts, task);
}

void
nwd_quarantines_look (NwdContext *context)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (context->state->quarantines, NULL);
  g_autoptr (GPtrArray) vm_ids = g_ptr_array_new_with_free_func (g_free);

  for (gpointer *id = ids; *id; id++)
    g_ptr_array_add (vm_ids, g_strdup (*id));
  for (guint i = 0; i < vm_ids->len; i++)
    nwd_quarantines_look_at (context, g_ptr_array_index (vm_ids, i), /* begun= */ TRUE);
}
