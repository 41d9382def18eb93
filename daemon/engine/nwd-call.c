/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-call.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-job.h"

typedef struct
{
  NwdContext *context;
  GPtrArray *vm_ids;      /* of char *: whose queues it is in, or has */
  guint waiting;          /* for how many of them */
  NwdCallPrepare prepare; /* NULL: none */
  NwdCallPlan plan;
  NwdOptions options;
  GPtrArray *accounts; /* of NwdAccount */
  GTask *task;         /* which has the request */
  gboolean answered;
  guint timer;
  NwdJob *job; /* NULL: not running */
  GPtrArray *plans;
} Call;

static void
call_free (Call *call)
{
  g_clear_handle_id (&call->timer, g_source_remove);
  g_object_unref (call->task);
  g_ptr_array_unref (call->vm_ids);
  g_ptr_array_unref (call->accounts);
  g_clear_pointer (&call->plans, g_ptr_array_unref);
  g_free (call);
}

/* Makes room for the next of that VM. */
static void
leave (const char *vm_id, gpointer data)
{
  Call *call = data;
  guint i = 0;

  if (!*vm_id)
    call->context->host_stuck = FALSE;
  if (!g_ptr_array_find_with_equal_func (call->vm_ids, vm_id, g_str_equal, &i))
    return;
  nwd_queue_leave (nwd_context_get_queue (call->context, vm_id));
  g_ptr_array_remove_index_fast (call->vm_ids, i);
}

static void
leave_all (Call *call)
{
  while (call->vm_ids->len > 0)
    leave (g_ptr_array_index (call->vm_ids, 0), call);
}

static void
tell_changed (const Call *call, GPtrArray *plans)
{
  for (guint i = 0; i < plans->len; i++)
    call->context->vm_changed (call->context, ((NwdPlan *)g_ptr_array_index (plans, i))->vm_id);
}

/* Tells how it ended, and answers. The next ones have begun by then: an answer may free the engine.
 */
static void
finish (GError *error, gpointer data)
{
  Call *call = data;
  g_autoptr (GTask) task = call->answered ? NULL : g_object_ref (call->task);
  g_autoptr (GPtrArray) plans = g_steal_pointer (&call->plans);

  nwd_accounts_close (call->accounts, error);
  if (!error && plans)
    tell_changed (call, plans);
  leave_all (call);
  call_free (call);
  if (task && error)
    g_task_return_error (task, error);
  else if (task)
    g_task_return_pointer (task, g_steal_pointer (&plans), (GDestroyNotify)g_ptr_array_unref);
  else
    g_clear_error (&error);
}

static char *
describe_vm (const Call *call, const char *vm_id)
{
  const NwdDomain *domain = g_hash_table_lookup (call->context->state->domains, vm_id);

  if (!*vm_id)
    return g_strdup ("the host's networks");
  return g_strdup_printf ("VM %s", domain ? domain->name : vm_id);
}

/* What is changed, for texts. */
static char *
describe (const Call *call)
{
  if (call->vm_ids->len == 1)
    return describe_vm (call, g_ptr_array_index (call->vm_ids, 0));
  return g_strdup_printf ("%u VMs", call->vm_ids->len);
}

static gboolean
is_of_host (const Call *call)
{
  return call->vm_ids->len == 1 && *(char *)g_ptr_array_index (call->vm_ids, 0) == '\0';
}

/* It leaves every line, where it waits as where its turn has come, as if it had never come. */
static void
give_up_waiting (Call *call)
{
  g_autofree char *what = describe (call);
  g_autoptr (GTask) task = g_object_ref (call->task);
  GError *error = g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT,
                               "cannot change %s: not begun within %u s, earlier changes are not "
                               "done; nothing was changed",
                               what, call->options.timeout);

  for (guint i = 0; i < call->vm_ids->len; i++)
    {
      NwdQueue *queue = nwd_context_get_queue (call->context, g_ptr_array_index (call->vm_ids, i));

      if (!nwd_queue_give_up (queue, call))
        nwd_queue_leave (queue);
    }
  nwd_accounts_close (call->accounts, error);
  call_free (call);
  g_task_return_error (task, error);
}

/* How it stands with what was not done in time, for the caller. */
static const char *
describe_outcome (const Call *call)
{
  if (!call->job)
    return "libvirt does not tell what is needed for it; nothing was changed";
  if (nwd_job_waits_for_guest (call->job))
    return "the guest has not let go of the card, which stays plugged until it does (50)";
  return "outcome unknown; it is undone as soon as it is answered";
}

/* Who wants the VMs of a call that is being read for need not wait. */
static void
tell_responsive (Call *call, gboolean responsive)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  for (guint i = 0; i < call->vm_ids->len; i++)
    nwd_fold_responsive (call->context->state, g_ptr_array_index (call->vm_ids, i), responsive,
                         touched);
  nwd_context_publish (call->context, touched);
}

/* It may be over at once, and be freed. */
static void
abandon (Call *call)
{
  g_autofree char *what = describe (call);
  g_autoptr (GTask) task = g_object_ref (call->task);
  GError *error
    = g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT, "cannot change %s: not done within %u s, %s", what,
                   call->options.timeout, describe_outcome (call));

  call->answered = TRUE;
  if (is_of_host (call))
    call->context->host_stuck = TRUE;
  nwd_accounts_give_up (call->accounts, error);
  if (call->job)
    nwd_job_abandon (call->job);
  else
    tell_responsive (call, FALSE);
  g_task_return_error (task, error);
}

static gboolean
on_timeout (gpointer data)
{
  Call *call = data;

  call->timer = 0;
  if (call->waiting > 0)
    give_up_waiting (call);
  else
    abandon (call);
  return G_SOURCE_REMOVE;
}

static gboolean
check_not_blocked (const Call *call, GError **error)
{
  for (guint i = 0; i < call->vm_ids->len; i++)
    {
      const char *vm_id = g_ptr_array_index (call->vm_ids, i);
      g_autofree char *what = NULL;

      if (!nwd_journal_blocks (call->context->journal, vm_id))
        continue;
      what = describe_vm (call, vm_id);
      g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
                   "cannot change %s: an earlier change that was interrupted is being undone",
                   what);
      return FALSE;
    }
  return TRUE;
}

static GPtrArray *
with_steps (GPtrArray *plans)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < plans->len; i++)
    if (((NwdPlan *)g_ptr_array_index (plans, i))->steps->len > 0)
      g_ptr_array_add (some, g_ptr_array_index (plans, i));
  return some;
}

static void
on_prepared (GError *error, gpointer data)
{
  Call *call = data;
  g_autoptr (GPtrArray) to_do = NULL;

  if (call->answered)
    tell_responsive (call, TRUE);
  if (!error && !call->answered && check_not_blocked (call, &error))
    call->plans
      = call->plan (call->context, g_task_get_task_data (call->task), &call->options, &error);
  if (!call->plans)
    {
      finish (error, call);
      return;
    }
  to_do = with_steps (call->plans);
  if (call->options.dry_run || to_do->len == 0)
    {
      finish (NULL, call);
      return;
    }
  nwd_accounts_begin (call->accounts, to_do);
  nwd_job_run (call->context, to_do, &call->options, &call->job, leave, finish, call);
}

static void
run (Call *call)
{
  if (call->prepare)
    call->prepare (call->context, g_task_get_task_data (call->task), &call->options, on_prepared,
                   call);
  else
    on_prepared (NULL, call);
}

static void
on_turn (gpointer data)
{
  Call *call = data;

  if (--call->waiting == 0)
    run (call);
}

/* All lines at once, so that two calls have the same order in each that they share: none can wait
 * for one that waits for it. The last turn may end the call. */
static void
enter_queues (Call *call)
{
  guint n = call->vm_ids->len;

  call->waiting = n;
  for (guint i = 0; i < n; i++)
    nwd_queue_enter (nwd_context_get_queue (call->context, g_ptr_array_index (call->vm_ids, i)),
                     on_turn, call);
  if (n == 0)
    run (call);
}

void
nwd_call_start (NwdContext *context,
                GPtrArray *vm_ids,
                NwdCallPrepare prepare,
                NwdCallPlan plan,
                const NwdOptions *options,
                GPtrArray *accounts,
                GTask *task)
{
  Call *call = g_new0 (Call, 1);

  call->context = context;
  call->vm_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < vm_ids->len; i++)
    g_ptr_array_add (call->vm_ids, g_strdup (g_ptr_array_index (vm_ids, i)));
  call->prepare = prepare;
  call->plan = plan;
  call->options = *options;
  call->accounts = g_ptr_array_ref (accounts);
  call->task = task;
  if (options->timeout > 0)
    call->timer = g_timeout_add (options->timeout * 1000, on_timeout, call);
  enter_queues (call);
}

void
nwd_call_refuse (GPtrArray *accounts, GTask *task, GError *error)
{
  nwd_accounts_close (accounts, error);
  g_task_return_error (task, error);
  g_object_unref (task);
}
