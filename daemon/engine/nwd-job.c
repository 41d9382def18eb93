/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-job.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "nwd-lane.h"
#include "nwd-safety.h"

/* What of a job is one VM's, or the host's. */
typedef struct
{
  NwdJob *job;
  const NwdPlan *plan;
  NwdLane *lane;
  NwdJournalEntry *entry; /* NULL: the journal does not know of it */
  gboolean undone;        /* or is being so */
  gboolean unresponsive;  /* we said so */
  gboolean over;
} Part;

struct _NwdJob
{
  NwdContext *context;
  const NwdOptions *options;
  GPtrArray *plans;
  GPtrArray *parts;   /* of Part, in the order of @plans */
  GPtrArray *entries; /* of NwdJournalEntry, likewise; NULL: the journal does not know of it */
  guint running;      /* parts whose lanes have not stopped */
  guint left;         /* parts that are not over */
  NwdTouched *touched;
  GError *error;    /* why it is undone */
  gboolean writing; /* the journal, with all that is beside it (nwd-safety.h) */
  gboolean abandoned;
  NwdJobLeft tell_left;
  NwdJobDone done;
  gpointer data;
};

static gboolean
is_of_vm (const Part *part)
{
  return *part->plan->vm_id != '\0';
}

/* Networks that changes of VMs count on, and those that changes of the host take away. */
static NwdMarks *
busy_marks (const Part *part)
{
  return is_of_vm (part) ? part->job->context->arriving : part->job->context->leaving;
}

static void
part_free (Part *part)
{
  nwd_lane_free (part->lane);
  g_free (part);
}

static Part *
part_new (NwdJob *job, const NwdPlan *plan)
{
  Part *part = g_new0 (Part, 1);

  part->job = job;
  part->plan = plan;
  part->lane = nwd_lane_new (job->context, plan, job->touched);
  g_hash_table_replace (job->context->operations, g_strdup (plan->vm_id), job->touched);
  for (guint i = 0; i < plan->busy->len; i++)
    nwd_marks_put (busy_marks (part), g_ptr_array_index (plan->busy, i));
  for (guint i = 0; i < plan->macs->len; i++)
    nwd_marks_put (job->context->macs, g_ptr_array_index (plan->macs, i));
  for (guint i = 0; i < plan->vnic_ids->len; i++)
    nwd_marks_put (job->context->changing, g_ptr_array_index (plan->vnic_ids, i));
  return part;
}

static void
job_free (NwdJob *job)
{
  g_ptr_array_unref (job->parts);
  g_ptr_array_unref (job->plans);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  nwd_touched_free (job->touched);
  g_clear_error (&job->error);
  g_free (job);
}

/* The end: of a part, and when all are over, of the job. */
static void
leave (Part *part)
{
  NwdContext *context = part->job->context;
  const NwdPlan *plan = part->plan;

  g_hash_table_remove (context->operations, plan->vm_id);
  for (guint i = 0; i < plan->busy->len; i++)
    nwd_marks_drop (busy_marks (part), g_ptr_array_index (plan->busy, i));
  for (guint i = 0; i < plan->macs->len; i++)
    nwd_marks_drop (context->macs, g_ptr_array_index (plan->macs, i));
  for (guint i = 0; i < plan->vnic_ids->len; i++)
    nwd_marks_drop (context->changing, g_ptr_array_index (plan->vnic_ids, i));
  if (part->unresponsive)
    nwd_fold_responsive (context->state, plan->vm_id, TRUE, part->job->touched);
  part->over = TRUE;
  part->job->left--;
}

static void
end_if_over (NwdJob *job)
{
  NwdJobDone done = job->done;
  gpointer data = job->data;
  GError *error = NULL;

  if (job->left > 0)
    return;
  error = g_steal_pointer (&job->error);
  job_free (job);
  done (error, data);
}

/* Whoever changes the VM after all has seen how it stands. */
static void
forget_problem (Part *part)
{
  if (is_of_vm (part))
    nwd_fold_problem (part->job->context->state, part->plan->vm_id, NWD_PROBLEM_UNDO, "",
                      part->job->touched);
}

static void
end_all (NwdJob *job)
{
  for (guint i = 0; i < job->parts->len; i++)
    {
      if (!job->error)
        forget_problem (g_ptr_array_index (job->parts, i));
      leave (g_ptr_array_index (job->parts, i));
    }
  nwd_context_publish (job->context, job->touched);
  for (guint i = 0; i < job->plans->len; i++)
    job->tell_left (((NwdPlan *)g_ptr_array_index (job->plans, i))->vm_id, job->data);
  end_if_over (job);
}

/* --- back --- */

/* Others of the job may take their time: who waits for this VM need not. */
static void
leave_undone (Part *part)
{
  NwdJob *job = part->job;

  leave (part);
  nwd_context_publish (job->context, job->touched);
  job->tell_left (part->plan->vm_id, job->data);
  end_if_over (job);
}

/* Who asked is told; who looks at the VM later has to know as well. */
static void
tell_not_undone (Part *part, const GError *why)
{
  NwdState *state = part->job->context->state;
  g_autofree char *problem = g_strdup_printf ("a change could not be undone: %s", why->message);

  g_prefix_error (&part->job->error, "(and it could not be undone: %s) ", why->message);
  if (nwd_state_get_vm (state, part->plan->vm_id))
    nwd_fold_problem (state, part->plan->vm_id, NWD_PROBLEM_UNDO, problem, part->job->touched);
}

static void
on_dropped (gpointer data)
{
  leave_undone (data);
}

/* What was done is undone, as far as that could be: what could not waits for the recovery. */
static void
on_undone (GPtrArray *left, GError *error, gpointer data)
{
  Part *part = data;
  NwdContext *context = part->job->context;
  g_autoptr (GError) why = error;

  if (why)
    tell_not_undone (part, why);
  if (!left && part->entry)
    {
      nwd_safety_drop (context, g_steal_pointer (&part->entry), why != NULL, on_dropped, part);
      return;
    }
  if (left && part->entry)
    nwd_journal_abandon (context->journal, g_steal_pointer (&part->entry));
  else if (left)
    nwd_journal_add_orphan (context->journal, part->plan->vm_id, left);
  leave_undone (part);
}

static void
undo (Part *part)
{
  part->undone = TRUE;
  nwd_lane_undo (part->lane, part->job->error, on_undone, part);
}

/* Takes @error, why nothing of it is to stay. Parts that have stopped are undone now, the others
 * when they stop. */
static void
fail (NwdJob *job, GError *error)
{
  if (job->error)
    g_error_free (error);
  else
    job->error = error;

  job->left++; /* it must not end before the last of its parts was looked at */
  for (guint i = 0; i < job->parts->len; i++)
    {
      Part *part = g_ptr_array_index (job->parts, i);

      if (nwd_lane_halt (part->lane) && !part->undone)
        undo (part);
    }
  job->left--;
  end_if_over (job);
}

static GError *
timeout_error_new (void)
{
  return g_error_new (NWD_ERROR, NWD_ERROR_TIMEOUT, "the change was given up and undone");
}

/* --- forth --- */

/* Takes @entries; NULL: the journal knows of none. */
static void
set_entries (NwdJob *job, GPtrArray *entries)
{
  job->entries = entries;
  for (guint i = 0; entries && i < entries->len; i++)
    ((Part *)g_ptr_array_index (job->parts, i))->entry = g_ptr_array_index (entries, i);
}

static void
forget_entries (NwdJob *job)
{
  for (guint i = 0; i < job->parts->len; i++)
    ((Part *)g_ptr_array_index (job->parts, i))->entry = NULL;
  g_clear_pointer (&job->entries, g_ptr_array_unref);
}

/* The journal knows of it again, or cannot. */
static void
on_journal_begun_again (GError *error, gpointer data)
{
  NwdJob *job = data;

  job->writing = FALSE;
  if (error)
    forget_entries (job);
  g_clear_error (&error);
  fail (job, timeout_error_new ());
}

static void
on_journal_ended (GError *error, gpointer data)
{
  NwdJob *job = data;

  job->writing = FALSE;
  /* What the journal still holds would be undone at the next start: so it is undone now. */
  if (error)
    {
      fail (job, error);
      return;
    }
  forget_entries (job);
  if (!job->abandoned)
    {
      end_all (job);
      return;
    }
  job->writing = TRUE;
  set_entries (job, nwd_journal_begin (job->context->journal, job->plans, /* safeguard= */ "",
                                       on_journal_begun_again, job));
}

static void
on_kept (GError *error, gpointer data)
{
  NwdJob *job = data;

  job->writing = FALSE;
  if (error)
    {
      fail (job, error);
      return;
    }
  if (job->abandoned)
    {
      job->writing = TRUE;
      nwd_journal_unkeep (job->context->journal, job->entries, NWD_ENTRY_RUNNING,
                          on_journal_begun_again, job);
      return;
    }
  forget_entries (job);
  job->context->kept (job->context, job->options->checkpoint_id, job->touched);
  end_all (job);
}

/* It is done, but whether it stays is yet to be said. */
static void
keep (NwdJob *job)
{
  const NwdOptions *options = job->options;
  gint64 now = g_get_real_time ();
  g_autoptr (NwdCheckpoint) checkpoint
    = nwd_checkpoint_new (options->checkpoint_id, NWD_CHECKPOINT_PENDING, now,
                          now + (gint64)options->confirm_timeout * G_USEC_PER_SEC, options->uid);

  job->writing = TRUE;
  nwd_safety_keep (job->context, job->entries, job->plans, checkpoint, on_kept, job);
}

static void
complete (NwdJob *job)
{
  if (job->options->confirm_timeout > 0)
    {
      keep (job);
      return;
    }
  if (!job->entries)
    {
      end_all (job);
      return;
    }
  job->writing = TRUE;
  nwd_safety_end (job->context, job->entries, on_journal_ended, job);
}

static void
on_stopped (GError *error, gpointer data)
{
  Part *part = data;
  NwdJob *job = part->job;

  job->running--;
  if (error)
    fail (job, error);
  else if (job->error)
    undo (part);
  else if (job->abandoned)
    fail (job, timeout_error_new ());
  else if (job->running == 0)
    complete (job);
}

static void
run (NwdJob *job)
{
  /* The last to stop may end the job. */
  g_autoptr (GPtrArray) parts = g_ptr_array_ref (job->parts);

  job->running = parts->len;
  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = g_ptr_array_index (parts, i);

      if (!part->undone)
        nwd_lane_run (part->lane, on_stopped, part);
    }
}

static void
on_begun (GPtrArray *entries, GError *error, gpointer data)
{
  NwdJob *job = data;

  job->writing = FALSE;
  set_entries (job, entries);
  if (error)
    {
      job->error = error;
      end_all (job);
    }
  else if (job->abandoned)
    fail (job, timeout_error_new ());
  else
    run (job);
}

void
nwd_job_run (NwdContext *context,
             GPtrArray *plans,
             const NwdOptions *options,
             NwdJob **self,
             NwdJobLeft left,
             NwdJobDone done,
             gpointer data)
{
  NwdJob *job = g_new0 (NwdJob, 1);

  job->context = context;
  job->options = options;
  job->plans = g_ptr_array_ref (plans);
  job->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)part_free);
  job->touched = nwd_touched_new ();
  job->tell_left = left;
  job->done = done;
  job->data = data;
  *self = job;
  for (guint i = 0; i < plans->len; i++)
    g_ptr_array_add (job->parts, part_new (job, g_ptr_array_index (plans, i)));
  job->left = plans->len;

  if (options->confirm_timeout == 0 && !nwd_safety_is_needed (plans))
    {
      run (job);
      return;
    }
  job->writing = TRUE;
  nwd_safety_begin (context, plans, options, on_begun, job);
}

/* --- given up --- */

/* Who waits for a VM that keeps us waiting is told. */
static void
tell_unresponsive (NwdJob *job)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  for (guint i = 0; i < job->parts->len; i++)
    {
      Part *part = g_ptr_array_index (job->parts, i);
      gboolean stopped = nwd_lane_halt (part->lane) && !part->undone && !job->writing;

      if (part->over || stopped || !is_of_vm (part))
        continue;
      part->unresponsive = TRUE;
      nwd_fold_responsive (job->context->state, part->plan->vm_id, FALSE, touched);
    }
  nwd_context_publish (job->context, touched);
}

/* There is nothing else that a late guest could leave half done. */
static void
leave_guests (NwdJob *job)
{
  for (guint i = 0; i < job->parts->len; i++)
    nwd_lane_leave_guest (((Part *)g_ptr_array_index (job->parts, i))->lane);
}

void
nwd_job_abandon (NwdJob *job)
{
  job->abandoned = TRUE;
  if (nwd_job_waits_for_guest (job))
    leave_guests (job);
  tell_unresponsive (job);
  if (!job->writing)
    fail (job, timeout_error_new ());
}

gboolean
nwd_job_waits_for_guest (const NwdJob *job)
{
  guint n = 0;

  for (guint i = 0; i < job->parts->len; i++)
    if (nwd_lane_waits_for_guest (((Part *)g_ptr_array_index (job->parts, i))->lane))
      n++;
  return n > 0 && n == job->running;
}
