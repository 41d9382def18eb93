/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-error.h"
#include "core/nwd-plan-setup.h"
#include "nwd-account.h"
#include "nwd-call.h"
#include "nwd-engine-private.h"
#include "nwd-order.h"

/* Changes of the host: one is several of one. */

static gboolean
check_nobody_counts_on (const NwdContext *context, const NwdPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->busy->len; i++)
    {
      const char *id = g_ptr_array_index (plan->busy, i);

      if (!nwd_marks_has (context->arriving, id))
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
                   "a vNIC is being moved to or from network %s",
                   nwd_state_get_network (context->state, id)->name);
      return FALSE;
    }
  return TRUE;
}

/* Else its rollback would take the work of others for somebody's later change, or undo it. */
static gboolean
check_no_checkpoint (const NwdContext *context, GError **error)
{
  const NwdCheckpoint *checkpoint = nwd_journal_find_checkpoint (context->journal, "");

  if (!checkpoint)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "cannot change the host's networks: checkpoint %s is not decided yet",
               checkpoint->id);
  return FALSE;
}

static GPtrArray *
plan_host (const NwdContext *context, gpointer request, const NwdOptions *options, GError **error)
{
  NwdOrder *order = request;
  g_autoptr (NwdPlan) plan = NULL;
  GPtrArray *plans = NULL;

  if (check_no_checkpoint (context, error))
    plan = nwd_plan_setup (context->state, order->changes, error);
  if (!plan || !check_nobody_counts_on (context, plan, error))
    return NULL;
  if (options->dry_run)
    nwd_plan_set_object (plan, "");
  plans = nwd_plan_alone (g_steal_pointer (&plan));
  nwd_order_describe (order, context->state, plans, options);
  return plans;
}

static gboolean
check_host_not_stuck (NwdEngine *self, GError **error)
{
  if (!nwd_engine_get_context (self)->host_stuck)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "an earlier change of the host is not answered yet");
  return FALSE;
}

static NwdKind
kind_of_called (NwdHostVerb verb)
{
  switch (verb)
    {
    case NWD_HOST_CREATE_NETWORK:
      return NWD_KIND_ROOT;
    case NWD_HOST_UPDATE_ATTACHMENT:
    case NWD_HOST_SYNC_ATTACHMENT:
    case NWD_HOST_ACCEPT:
    case NWD_HOST_DETACH:
      return NWD_KIND_ATTACHMENT;
    case NWD_HOST_ADD_LABEL:
    case NWD_HOST_SET_LABEL:
    case NWD_HOST_REMOVE_LABEL:
      return NWD_KIND_LABEL;
    case NWD_HOST_SET_MANAGED:
      return NWD_KIND_NIC;
    case NWD_HOST_UPDATE_NETWORK:
    case NWD_HOST_DELETE_NETWORK:
    case NWD_HOST_ATTACH:
    case NWD_HOST_SET_UP:
    default:
      return NWD_KIND_NETWORK;
    }
}

/* Of the object that is called; of a new label that one. */
static NwdAccount *
open_account (NwdEngine *self, const NwdHostChange *change, const NwdOptions *options)
{
  NwdKind kind = kind_of_called (change->verb);
  const char *id = kind == NWD_KIND_LABEL && change->name ? change->name : change->id;

  return nwd_account_open (nwd_engine_get_context (self), kind, id ? id : "", options);
}

static GPtrArray *
open_accounts (NwdEngine *self, GPtrArray *changes, const NwdOptions *options)
{
  GPtrArray *accounts = g_ptr_array_new ();

  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (accounts, open_account (self, g_ptr_array_index (changes, i), options));
  return accounts;
}

void
nwd_engine_set_up_async (NwdEngine *self,
                         GPtrArray *changes,
                         const NwdOptions *options,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) accounts = open_accounts (self, changes, options);
  g_autoptr (GPtrArray) host = g_ptr_array_new ();
  NwdOptions wanted = *options;
  GError *error = NULL;

  g_ptr_array_add (host, (gpointer) "");
  g_task_set_task_data (task, nwd_order_new (changes, &wanted), (GDestroyNotify)nwd_order_free);
  if (nwd_engine_check_not_degraded (self, &error) && check_host_not_stuck (self, &error))
    nwd_call_start (nwd_engine_get_context (self), host, /* prepare= */ NULL, plan_host, &wanted,
                    accounts, task);
  else
    nwd_call_refuse (accounts, task, error);
}

void
nwd_engine_change_host_async (NwdEngine *self,
                              NwdHostChange *change,
                              const NwdOptions *options,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_host_change_free);

  g_ptr_array_add (changes, change);
  nwd_engine_set_up_async (self, changes, options, callback, user_data);
}

char *
nwd_engine_set_up_finish (NwdEngine *self,
                          GAsyncResult *result,
                          NwdOutcome *outcome,
                          GError **error)
{
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), error);

  if (!plans)
    return NULL;
  if (outcome)
    nwd_order_tell (g_task_get_task_data (G_TASK (result)), nwd_engine_get_state (self), outcome);
  return g_strdup (((NwdPlan *)g_ptr_array_index (plans, 0))->object_id);
}
