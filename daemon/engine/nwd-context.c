/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-context.h"

#define PATIENCE        5000 /* ms; a guest that runs lets go within one second */
#define MAX_IDLE_QUEUES 256  /* of VMs that come and go, nobody tells the queue */

static gboolean
runs (const char *vm_id, gpointer data)
{
  NwdContext *context = data;
  const NwdDomain *domain = g_hash_table_lookup (context->state->domains, vm_id);

  return domain && !nwd_hypervisor_is_stopped (context->hypervisor, domain);
}

NwdContext *
nwd_context_new (NwdHypervisor *hypervisor,
                 NwdHostNetwork *host_network,
                 NwdKernel *kernel,
                 NwdStore *store,
                 NwdLog *log)
{
  NwdContext *context = g_new0 (NwdContext, 1);

  context->hypervisor = g_object_ref (hypervisor);
  context->host_network = g_object_ref (host_network);
  context->kernel = g_object_ref (kernel);
  context->log = g_object_ref (log);
  context->state = nwd_state_new ();
  context->records = nwd_records_new (store);
  context->journal = nwd_journal_new (store);
  context->slots = nwd_slots_new (runs, context);
  context->host_queue = nwd_queue_new ();
  context->vm_queues
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_queue_free);
  context->timers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  context->operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  context->patience = PATIENCE;
  context->applying = g_hash_table_new (NULL, NULL);
  context->moving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  context->macs = nwd_marks_new ();
  context->arriving = nwd_marks_new ();
  context->leaving = nwd_marks_new ();
  context->changing = nwd_marks_new ();
  context->accounted = nwd_marks_new ();
  context->witness = nwd_witness_new ();
  context->history = nwd_history_new ();
  context->mirrors = nwd_mirrors_new (kernel);
  context->seals = nwd_seals_new (kernel);
  context->statistics = nwd_statistics_new (kernel, store);
  context->unpluggings = nwd_unpluggings_new (store);
  return context;
}

static void
stop_timers (NwdContext *context)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, context->timers);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    if (source)
      g_source_remove (GPOINTER_TO_UINT (source));
  g_hash_table_unref (context->timers);
}

void
nwd_context_free (NwdContext *context)
{
  stop_timers (context);
  g_object_unref (context->hypervisor);
  g_object_unref (context->host_network);
  g_object_unref (context->kernel);
  g_object_unref (context->log);
  nwd_state_free (context->state);
  nwd_records_free (context->records);
  nwd_journal_free (context->journal);
  nwd_slots_free (context->slots);
  nwd_queue_free (context->host_queue);
  g_hash_table_unref (context->vm_queues);
  g_hash_table_unref (context->operations);
  g_hash_table_unref (context->applying);
  g_hash_table_unref (context->moving);
  nwd_marks_free (context->macs);
  nwd_marks_free (context->arriving);
  nwd_marks_free (context->leaving);
  nwd_marks_free (context->changing);
  nwd_marks_free (context->accounted);
  nwd_witness_free (context->witness);
  nwd_history_free (context->history);
  nwd_mirrors_free (context->mirrors);
  nwd_seals_free (context->seals);
  nwd_statistics_free (context->statistics);
  nwd_unpluggings_free (context->unpluggings);
  g_free (context);
}

static gboolean
is_idle (gpointer vm_id, gpointer queue, gpointer data)
{
  return nwd_queue_is_idle (queue);
}

NwdQueue *
nwd_context_get_queue (NwdContext *context, const char *vm_id)
{
  NwdQueue *queue = g_hash_table_lookup (context->vm_queues, vm_id);

  if (!*vm_id)
    return context->host_queue;
  if (queue)
    return queue;
  if (g_hash_table_size (context->vm_queues) >= MAX_IDLE_QUEUES)
    g_hash_table_foreach_remove (context->vm_queues, is_idle, NULL);
  queue = nwd_queue_new ();
  g_hash_table_insert (context->vm_queues, g_strdup (vm_id), queue);
  return queue;
}

static void
tell_event (NwdEvent *event, gpointer context)
{
  nwd_context_tell (context, event);
}

static void
publish (NwdContext *context, const NwdTouched *touched)
{
  if (nwd_touched_is_empty (touched))
    return;
  if (context->changed)
    context->changed (touched, context->changed_data);
  nwd_witness_look (context->witness, context->state, touched, context->accounted, tell_event,
                    context);
}

void
nwd_context_publish (NwdContext *context, const NwdTouched *touched)
{
  g_autoptr (NwdTouched) problems = nwd_touched_new ();

  nwd_seals_sync (context->seals, context->state, problems);
  nwd_mirrors_sync (context->mirrors, context->state, problems);
  nwd_statistics_follow (context->statistics, context->state, touched);
  context->learned (context, touched);
  publish (context, touched);
  publish (context, problems);
}

void
nwd_context_tell (NwdContext *context, NwdEvent *event)
{
  g_autoptr (NwdEvent) owned = event;

  nwd_history_add (context->history, event);
  nwd_log_write (context->log, event);
  if (context->told)
    context->told (event, context->changed_data);
}
