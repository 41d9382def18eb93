/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-call.h"

#include "core/nwd-error.h"
#include "nwd-job.h"

typedef struct
{
  NwdContext *context;
  NwdQueue *queue;
  char *vm_id;
  gpointer request;
  GDestroyNotify request_free;
  NwdCallPrepare prepare; /* NULL: none */
  NwdCallPlan plan;
  NwdOptions options;
  NwdAccount *account;
  GTask *task; /* NULL: answered */
  guint timer;
  NwdJob *job; /* NULL: not running */
  char *object_id;
  GPtrArray *busy; /* of char *, ids of networks that are marked; NULL none */
} Call;

static void
call_free (Call *call)
{
  g_clear_handle_id (&call->timer, g_source_remove);
  g_clear_object (&call->task);
  g_free (call->vm_id);
  call->request_free (call->request);
  g_free (call->object_id);
  g_clear_pointer (&call->busy, g_ptr_array_unref);
  g_free (call);
}

/* Tells how it ended, answers, and makes room for the next. The next begins first: an answer may
 * free the engine. */
static void
finish (Call *call, GError *error)
{
  NwdQueue *queue = call->queue;
  g_autoptr (GTask) task = g_steal_pointer (&call->task);
  g_autofree char *object_id = g_steal_pointer (&call->object_id);

  nwd_account_close (call->account, error);
  call_free (call);
  nwd_queue_leave (queue);
  if (task && error)
    g_task_return_error (task, error);
  else if (task)
    g_task_return_pointer (task, g_steal_pointer (&object_id), g_free);
  else
    g_clear_error (&error);
}

static NwdMarks *
busy_marks (const Call *call)
{
  return *call->vm_id ? call->context->arriving : call->context->leaving;
}

static void
on_job_done (GError *error, gpointer data)
{
  Call *call = data;

  for (guint i = 0; i < call->busy->len; i++)
    nwd_marks_drop (busy_marks (call), g_ptr_array_index (call->busy, i));
  if (!*call->vm_id)
    call->context->host_stuck = FALSE;
  finish (call, error);
}

/* What is changed, for texts. */
static char *
describe (const Call *call)
{
  const NwdDomain *domain = g_hash_table_lookup (call->context->state->domains, call->vm_id);

  if (!*call->vm_id)
    return g_strdup ("the host's networks");
  return g_strdup_printf ("VM %s", domain ? domain->name : call->vm_id);
}

/* It leaves the line as if it had never come. */
static void
leave (Call *call)
{
  g_autofree char *what = describe (call);
  g_autoptr (GTask) task = g_steal_pointer (&call->task);
  GError *error = g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT,
                               "cannot change %s: not begun within %u s, earlier changes are not "
                               "done; nothing was changed",
                               what, call->options.timeout);

  nwd_account_close (call->account, error);
  call_free (call);
  g_task_return_error (task, error);
}

/* How it stands with what was not done in time, for the caller. */
static const char *
describe_outcome (const Call *call)
{
  if (!call->job)
    return "its definition could not be read; nothing was changed";
  if (nwd_job_waits_for_guest (call->job))
    return "the guest has not let go of the card, which stays plugged until it does (50)";
  return "outcome unknown; it is undone as soon as it is answered";
}

/* It may be over at once, and be freed. */
static void
abandon (Call *call)
{
  g_autofree char *what = describe (call);
  g_autoptr (GTask) task = g_steal_pointer (&call->task);
  GError *error
    = g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT, "cannot change %s: not done within %u s, %s", what,
                   call->options.timeout, describe_outcome (call));

  if (!*call->vm_id)
    call->context->host_stuck = TRUE;
  nwd_account_give_up (call->account, error);
  if (call->job)
    nwd_job_abandon (call->job);
  g_task_return_error (task, error);
}

static gboolean
on_timeout (gpointer data)
{
  Call *call = data;

  call->timer = 0;
  if (nwd_queue_give_up (call->queue, call))
    leave (call);
  else
    abandon (call);
  return G_SOURCE_REMOVE;
}

static NwdPlan *
make_plan (Call *call, GError **error)
{
  if (nwd_journal_blocks (call->context->journal, call->vm_id))
    {
      g_autofree char *what = describe (call);

      g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
                   "cannot change %s: an earlier change that was interrupted is being undone",
                   what);
      return NULL;
    }
  return call->plan (call->context, call->request, &call->options, error);
}

static void
on_prepared (GError *error, gpointer data)
{
  Call *call = data;
  g_autoptr (NwdPlan) plan = NULL;

  /* Without a task it was answered meanwhile. */
  if (!error && call->task)
    plan = make_plan (call, &error);
  if (!plan)
    {
      finish (call, error);
      return;
    }
  call->object_id = g_strdup (call->options.dry_run ? "" : plan->object_id);
  if (call->options.dry_run || plan->steps->len == 0)
    {
      finish (call, NULL);
      return;
    }
  nwd_account_begin (call->account, plan->object_id);
  call->busy = g_ptr_array_ref (plan->busy);
  for (guint i = 0; i < call->busy->len; i++)
    nwd_marks_put (busy_marks (call), g_ptr_array_index (call->busy, i));
  nwd_job_run (call->context, g_steal_pointer (&plan), call->vm_id, &call->job, on_job_done, call);
}

static void
run (gpointer data)
{
  Call *call = data;

  if (call->prepare && !call->options.dry_run)
    call->prepare (call->context, call->request, on_prepared, call);
  else
    on_prepared (NULL, call);
}

void
nwd_call_start (NwdContext *context,
                NwdQueue *queue,
                const char *vm_id,
                gpointer request,
                GDestroyNotify request_free,
                NwdCallPrepare prepare,
                NwdCallPlan plan,
                const NwdOptions *options,
                NwdAccount *account,
                GTask *task)
{
  Call *call = g_new0 (Call, 1);

  call->context = context;
  call->queue = queue;
  call->vm_id = g_strdup (vm_id);
  call->request = request;
  call->request_free = request_free;
  call->prepare = prepare;
  call->plan = plan;
  call->options = *options;
  call->account = account;
  call->task = task;
  if (options->timeout > 0)
    call->timer = g_timeout_add (options->timeout * 1000, on_timeout, call);
  nwd_queue_enter (queue, run, call);
}
