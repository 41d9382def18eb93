/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-checkpoints.h"

#include "core/nwd-error.h"
#include "core/nwd-fold.h"
#include "core/nwd-rollback-host.h"
#include "nwd-rollback.h"

typedef struct
{
  NwdContext *context;
  char *id;
} Timer;

static Timer *
timer_new (NwdContext *context, const char *id)
{
  Timer *timer = g_new (Timer, 1);

  timer->context = context;
  timer->id = g_strdup (id);
  return timer;
}

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  g_free (timer->id);
  g_free (timer);
}

char *
nwd_checkpoints_make_id (void)
{
  return g_strdup_printf ("%08x%08x%08x%08x", g_random_int (), g_random_int (), g_random_int (),
                          g_random_int ());
}

void
nwd_checkpoints_stop (NwdContext *context, const char *id)
{
  gpointer source = g_hash_table_lookup (context->timers, id);

  if (source)
    g_source_remove (GPOINTER_TO_UINT (source));
  g_hash_table_remove (context->timers, id);
}

/* @id's only one. */
static void
start_timer (NwdContext *context, const char *id, guint ms, GSourceFunc function)
{
  Timer *timer = timer_new (context, id);
  guint source = g_timeout_add_full (G_PRIORITY_DEFAULT, ms, function, timer, timer_free);

  nwd_checkpoints_stop (context, id);
  g_hash_table_insert (context->timers, g_strdup (id), GUINT_TO_POINTER (source));
}

static gboolean
on_shown (gpointer data)
{
  Timer *timer = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  g_hash_table_remove (timer->context->timers, timer->id);
  nwd_fold_checkpoint_gone (timer->context->state, timer->id, touched);
  nwd_context_publish (timer->context, touched);
  return G_SOURCE_REMOVE;
}

void
nwd_checkpoints_end (NwdContext *context, const char *id, NwdCheckpointState state)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdCheckpoint) ended
    = nwd_checkpoint_with_state (nwd_state_get_checkpoint (context->state, id), state);

  nwd_fold_checkpoint (context->state, ended, touched);
  nwd_context_publish (context, touched);
  start_timer (context, id, NWD_CHECKPOINTS_SHOWN * 1000, on_shown);
}

/* --- back --- */

typedef struct
{
  NwdContext *context;
  char *id;
  NwdCheckpointRolledBack done; /* NULL: nobody waits */
  gpointer data;
} Rollback;

static void
on_rolled_back (gpointer data)
{
  g_autofree Rollback *r = data;
  g_autofree char *id = r->id;

  nwd_checkpoints_end (r->context, id, NWD_CHECKPOINT_ROLLED_BACK);
  if (r->done)
    r->done (r->data);
}

void
nwd_checkpoints_roll_back (NwdContext *context,
                           const char *id,
                           NwdCheckpointRolledBack done,
                           gpointer data)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (NwdCheckpoint) going = nwd_checkpoint_with_state (
    nwd_state_get_checkpoint (context->state, id), NWD_CHECKPOINT_ROLLING_BACK);
  Rollback *r = g_new0 (Rollback, 1);

  r->context = context;
  r->id = g_strdup (id);
  r->done = done;
  r->data = data;
  nwd_checkpoints_stop (context, r->id);
  nwd_fold_checkpoint (context->state, going, touched);
  nwd_context_publish (context, touched);
  nwd_rollback_run (context, r->id, on_rolled_back, r);
}

#define DUE GUINT_TO_POINTER (0) /* in place of a timer */

gboolean
nwd_checkpoints_is_due (NwdContext *context, const char *id)
{
  gpointer source = NULL;

  return g_hash_table_lookup_extended (context->timers, id, NULL, &source) && source == DUE;
}

/* Of VMs that are not known yet nothing could be put back; and they may be on a bridge that goes.
 */
static gboolean
can_put_back (NwdContext *context, const NwdJournalEntry *entry)
{
  const NwdState *state = context->state;
  gboolean knows_vms = state->hypervisor_state == NWD_BACKEND_CONNECTED;

  if (*entry->vm_id)
    return knows_vms;
  return state->host_network_state == NWD_BACKEND_CONNECTED
         && (knows_vms || !nwd_rollback_host_is_occupied (state, entry->did));
}

static gboolean
is_possible (NwdContext *context, const char *id)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (context->journal, id);

  for (guint i = 0; i < entries->len; i++)
    if (!can_put_back (context, g_ptr_array_index (entries, i)))
      return FALSE;
  return TRUE;
}

gboolean
nwd_checkpoints_check_possible (NwdContext *context, const char *id, GError **error)
{
  gboolean host = context->state->host_network_state == NWD_BACKEND_CONNECTED;

  if (is_possible (context, id))
    return TRUE;
  g_set_error (
    error, NWD_ERROR, host ? NWD_ERROR_HYPERVISOR_UNAVAILABLE : NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
    "cannot roll back checkpoint %s: %s is not there; it is rolled back at its deadline, "
    "or when that is there again",
    id, host ? "libvirt" : "NetworkManager");
  return FALSE;
}

static gboolean
on_deadline (gpointer data)
{
  Timer *timer = data;
  NwdContext *context = timer->context;
  g_autofree char *id = g_strdup (timer->id);

  g_hash_table_insert (context->timers, g_strdup (id), DUE);
  if (is_possible (context, id))
    nwd_checkpoints_roll_back (context, id, NULL, NULL);
  return G_SOURCE_REMOVE;
}

void
nwd_checkpoints_look_again (NwdContext *context)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id, source;

  g_hash_table_iter_init (&iter, context->timers);
  while (g_hash_table_iter_next (&iter, &id, &source))
    if (source == DUE && is_possible (context, id))
      g_ptr_array_add (due, g_strdup (id));
  for (guint i = 0; i < due->len; i++)
    nwd_checkpoints_roll_back (context, g_ptr_array_index (due, i), NULL, NULL);
}

/* --- there --- */

/* Not before its time; but a clock that was set back must not keep it for ever. */
static guint
ms_left (const NwdCheckpoint *checkpoint)
{
  gint64 left = (checkpoint->deadline - g_get_real_time () + 999) / 1000;

  return (guint)CLAMP (left, 0, (gint64)NWD_CHECKPOINTS_MAX * 1000);
}

static void
put (NwdContext *context, NwdCheckpoint *checkpoint, NwdTouched *touched)
{
  nwd_fold_checkpoint (context->state, checkpoint, touched);
  start_timer (context, checkpoint->id, ms_left (checkpoint), on_deadline);
}

void
nwd_checkpoints_add (NwdContext *context, const char *id, NwdTouched *touched)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (context->journal, id);

  if (entries->len > 0)
    put (context, ((NwdJournalEntry *)g_ptr_array_index (entries, 0))->checkpoint, touched);
}

void
nwd_checkpoints_load (NwdContext *context)
{
  g_autoptr (GPtrArray) entries = nwd_journal_list_pending (context->journal, NULL);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  for (guint i = 0; i < entries->len; i++)
    put (context, ((NwdJournalEntry *)g_ptr_array_index (entries, i))->checkpoint, touched);
  nwd_context_publish (context, touched);
}
