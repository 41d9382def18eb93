/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-quarantines.h"

#include "core/nwd-plan-quarantine.h"
#include "nwd-call.h"
#include "nwd-leaving.h"

/* Of a VM that may have new cards. */
typedef struct
{
  char *vm_id;
  gboolean begun;
} News;

static void
news_free (News *news)
{
  g_free (news->vm_id);
  g_free (news);
}

static GPtrArray *
plan_more (const NwdContext *context, gpointer request, const NwdOptions *options, GError **error)
{
  const News *news = request;
  g_autoptr (GPtrArray) plans = nwd_plan_alone (
    nwd_plan_quarantine_more (context->state, news->vm_id, news->begun, options, error));

  if (!plans || !nwd_leaving_check_plans (context, plans, error))
    return NULL;
  return g_steal_pointer (&plans);
}

static void
on_more (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), &error);

  if (error)
    g_warning ("Cannot wire a VM by its quarantine: %s", error->message);
}

static gboolean
needs_new_card (const NwdState *state, const NwdVm *vm, const NwdQuarantine *quarantine)
{
  if (!nwd_quarantine_holds (quarantine))
    return FALSE;
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
  News *news = NULL;
  GTask *task = NULL;

  if (!quarantine || !vm || *context->state->degraded_reason
      || !(begun || needs_new_card (context->state, vm, quarantine)))
    return;
  news = g_new (News, 1);
  news->vm_id = g_strdup (vm_id);
  news->begun = begun;
  task = g_task_new (NULL, NULL, on_more, NULL);
  g_task_set_task_data (task, news, (GDestroyNotify)news_free);
  g_ptr_array_add (vm_ids, news->vm_id);
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
