/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-job.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-apply-card.h"
#include "nwd-undo.h"

struct _NwdJob
{
  NwdContext *context;
  NwdPlan *plan;
  char *vm_id;
  guint next; /* the step that is under way, or is next */
  NwdJournalEntry *entry;
  NwdTouched *touched;
  GError *error; /* why it is undone */
  gboolean abandoned;
  NwdJobDone done;
  gpointer data;
};

static void run_next (NwdJob *job);

static gboolean
is_of_vm (const NwdJob *job)
{
  return *job->vm_id != '\0';
}

static void
job_free (NwdJob *job)
{
  nwd_plan_free (job->plan);
  g_free (job->vm_id);
  nwd_touched_free (job->touched);
  g_clear_error (&job->error);
  g_free (job);
}

static void
finish (NwdJob *job)
{
  NwdContext *context = job->context;
  NwdJobDone done = job->done;
  gpointer data = job->data;
  GError *error = g_steal_pointer (&job->error);

  g_hash_table_remove (context->operations, job->vm_id);
  if (job->abandoned && is_of_vm (job))
    nwd_fold_responsive (context->state, job->vm_id, TRUE, job->touched);
  nwd_context_publish (context, job->touched);
  job_free (job);
  done (error, data);
}

/* What was done is undone, as far as that could be: what could not waits for the recovery. */
static void
on_undone (GPtrArray *left, GError *error, gpointer data)
{
  NwdJob *job = data;
  g_autoptr (GError) why = error;

  if (left && job->entry)
    nwd_journal_abandon (job->context->journal, g_steal_pointer (&job->entry));
  else if (left)
    nwd_journal_add_orphan (job->context->journal, job->vm_id, left);
  else if (job->entry)
    nwd_journal_end (job->context->journal, g_steal_pointer (&job->entry), NULL, NULL);
  if (why)
    g_prefix_error (&job->error, "(and it could not be undone: %s) ", why->message);
  finish (job);
}

/* Takes @error; undoes the first @n steps. */
static void
fail (NwdJob *job, GError *error, guint n)
{
  g_autoptr (GPtrArray) steps = nwd_plan_get_undo (job->plan, n);

  job->error = error;
  nwd_undo (job->context, steps, error, job->touched, on_undone, job);
}

static GError *
timeout_error_new (void)
{
  return g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT, "the change was given up and undone");
}

/* The journal knows of it again, or cannot. */
static void
on_journal_begun_again (GError *error, gpointer data)
{
  NwdJob *job = data;

  if (error)
    job->entry = NULL;
  g_clear_error (&error);
  fail (job, timeout_error_new (), job->plan->steps->len);
}

static void
on_journal_ended (GError *error, gpointer data)
{
  NwdJob *job = data;

  /* What the journal still holds would be undone at the next start: so it is undone now. */
  if (error)
    {
      fail (job, error, job->plan->steps->len);
      return;
    }
  job->entry = NULL;
  if (job->abandoned)
    job->entry = nwd_journal_begin (job->context->journal, job->vm_id, job->plan,
                                    on_journal_begun_again, job);
  else
    finish (job);
}

static void
complete (NwdJob *job)
{
  if (!job->entry)
    {
      finish (job);
      return;
    }
  nwd_journal_end (job->context->journal, job->entry, on_journal_ended, job);
}

/* How many steps are to be undone when the next one fails with @error: that one too, it may have
 * come half way; but what is somebody else's was never begun. */
static guint
count_begun (const NwdJob *job, const GError *error)
{
  gboolean refused = g_error_matches (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS);

  return refused ? job->next : job->next + 1;
}

static void
on_applied (GError *error, gpointer data)
{
  NwdJob *job = data;

  if (!error && job->abandoned)
    error = timeout_error_new ();
  if (error)
    {
      fail (job, error, count_begun (job, error));
      return;
    }
  job->next++;
  run_next (job);
}

/* The one step of a VM's change that is the host's matter: the unwired bridge, made on first use.
 */
static void
on_unwired_bridge (GError *error, gpointer data)
{
  NwdJob *job = data;
  NwdQueue *host_queue = job->context->host_queue;

  nwd_queue_leave (host_queue);
  on_applied (error, job);
}

static void
make_unwired_bridge (gpointer data)
{
  NwdJob *job = data;
  NwdStep *step = g_ptr_array_index (job->plan->steps, job->next);

  if (g_hash_table_contains (job->context->state->links, step->name))
    on_unwired_bridge (NULL, job);
  else
    nwd_apply (job->context, step, 0, job->touched, on_unwired_bridge, job);
}

static void
run_step (NwdJob *job, NwdStep *step)
{
  if (is_of_vm (job) && nwd_step_needs_host_network (step))
    nwd_queue_enter (job->context->host_queue, make_unwired_bridge, job);
  else
    nwd_apply (job->context, step, 0, job->touched, on_applied, job);
}

static void
run_next (NwdJob *job)
{
  if (job->abandoned)
    fail (job, timeout_error_new (), job->next);
  else if (job->next == job->plan->steps->len)
    complete (job);
  else
    run_step (job, g_ptr_array_index (job->plan->steps, job->next));
}

static void
on_journal_begun (GError *error, gpointer data)
{
  NwdJob *job = data;

  if (error)
    {
      job->entry = NULL;
      job->error = error;
      finish (job);
      return;
    }
  run_next (job);
}

void
nwd_job_run (NwdContext *context,
             NwdPlan *plan,
             const char *vm_id,
             NwdJob **self,
             NwdJobDone done,
             gpointer data)
{
  NwdJob *job = g_new0 (NwdJob, 1);

  job->context = context;
  job->plan = plan;
  job->vm_id = g_strdup (vm_id);
  job->touched = nwd_touched_new ();
  job->done = done;
  job->data = data;
  *self = job;
  g_hash_table_replace (context->operations, g_strdup (vm_id), job->touched);

  if (nwd_plan_needs_journal (plan))
    job->entry = nwd_journal_begin (context->journal, vm_id, plan, on_journal_begun, job);
  else
    run_next (job);
}

static void
tell_unresponsive (NwdJob *job)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_fold_responsive (job->context->state, job->vm_id, FALSE, touched);
  nwd_context_publish (job->context, touched);
}

void
nwd_job_abandon (NwdJob *job)
{
  gboolean held = nwd_job_waits_for_guest (job);
  gboolean waits = nwd_apply_card_give_up (job->context, job)
                   || nwd_queue_give_up (job->context->host_queue, job);

  job->abandoned = TRUE;
  if (!waits)
    nwd_apply_card_hurry (job->context, job, job->context->patience);
  if (is_of_vm (job) && !held && !(waits && job->next == 0))
    tell_unresponsive (job);
  if (waits)
    fail (job, timeout_error_new (), job->next);
}

gboolean
nwd_job_waits_for_guest (const NwdJob *job)
{
  return nwd_apply_card_waits_for_guest (job->context, job);
}
