/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-engine.h"

#include "core/nwd-error.h"
#include "nwd-checkpoints.h"
#include "nwd-engine-private.h"
#include "nwd-safety.h"

/* What callers decide of a checkpoint. */

static NwdCheckpoint *
find_pending (NwdContext *context, const char *id, GError **error)
{
  NwdCheckpoint *checkpoint = nwd_state_get_checkpoint (context->state, id);

  if (!checkpoint)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no checkpoint %s", id);
  else if (nwd_checkpoints_is_due (context, id))
    g_set_error (
      error, NWD_ERROR, NWD_ERROR_BUSY,
      "checkpoint %s was not confirmed in time: it is rolled back when NetworkManager or "
      "libvirt is there again",
      id);
  else if (checkpoint->state != NWD_CHECKPOINT_PENDING
           || !g_hash_table_contains (context->timers, id))
    g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY, "checkpoint %s is decided: it is %s", id,
                 checkpoint->state == NWD_CHECKPOINT_PENDING
                   ? "being committed"
                   : nwd_checkpoint_state_name (checkpoint->state));
  else
    return checkpoint;
  return NULL;
}

/* The task has the id; and whether there is anything to be done. */
static gboolean
begin (NwdEngine *engine, GTask *task, const char *id, const NwdOptions *options)
{
  GError *error = NULL;

  g_task_set_task_data (task, g_strdup (id), g_free);
  if (!nwd_engine_check_not_degraded (engine, &error)
      || !find_pending (nwd_engine_get_context (engine), id, &error))
    g_task_return_error (task, error);
  else if (options->dry_run)
    g_task_return_boolean (task, TRUE);
  else
    return TRUE;
  return FALSE;
}

static void
on_committed (GError *error, gpointer data)
{
  g_autoptr (GTask) task = data;
  NwdContext *context = nwd_engine_get_context (g_task_get_source_object (task));
  const char *id = g_task_get_task_data (task);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  if (error)
    {
      nwd_checkpoints_add (context, id, touched);
      g_task_return_error (task, error);
      return;
    }
  nwd_checkpoints_end (context, id, NWD_CHECKPOINT_COMMITTED);
  g_task_return_boolean (task, TRUE);
}

void
nwd_engine_commit_async (NwdEngine *self,
                         const char *id,
                         const NwdOptions *options,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  g_autoptr (GPtrArray) entries = NULL;

  if (!begin (self, task, id, options))
    return;
  nwd_checkpoints_stop (context, id);
  entries = nwd_journal_list_pending (context->journal, id);
  nwd_safety_end (context, entries, on_committed, g_steal_pointer (&task));
}

static void
on_rolled_back (gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_boolean (task, TRUE);
}

void
nwd_engine_roll_back_async (NwdEngine *self,
                            const char *id,
                            const NwdOptions *options,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  GError *error = NULL;

  if (!begin (self, task, id, options))
    return;
  if (nwd_checkpoints_check_possible (context, id, &error))
    nwd_checkpoints_roll_back (context, id, on_rolled_back, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
on_extended (GError *error, gpointer data)
{
  g_autoptr (GTask) task = data;
  NwdContext *context = nwd_engine_get_context (g_task_get_source_object (task));
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_checkpoints_add (context, g_task_get_task_data (task), touched);
  nwd_context_publish (context, touched);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
nwd_engine_extend_async (NwdEngine *self,
                         const char *id,
                         guint seconds,
                         const NwdOptions *options,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  NwdContext *context = nwd_engine_get_context (self);
  gint64 deadline = g_get_real_time () + (gint64)seconds * G_USEC_PER_SEC;
  g_autoptr (NwdCheckpoint) later = NULL;

  if (!begin (self, task, id, options))
    return;
  later = nwd_checkpoint_with_deadline (nwd_state_get_checkpoint (context->state, id), deadline);
  nwd_checkpoints_stop (context, id);
  nwd_safety_renew (context, later, on_extended, g_steal_pointer (&task));
}

gboolean
nwd_engine_checkpoint_finish (NwdEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
