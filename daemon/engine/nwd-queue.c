/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-queue.h"

typedef struct
{
  NwdQueueStart start;
  gpointer data;
} Waiter;

struct _NwdQueue
{
  GQueue waiters;
  gboolean taken;
};

NwdQueue *
nwd_queue_new (void)
{
  return g_new0 (NwdQueue, 1);
}

void
nwd_queue_free (NwdQueue *queue)
{
  g_queue_clear_full (&queue->waiters, g_free);
  g_free (queue);
}

void
nwd_queue_enter (NwdQueue *queue, NwdQueueStart start, gpointer data)
{
  Waiter *waiter = NULL;

  if (!queue->taken)
    {
      queue->taken = TRUE;
      start (data);
      return;
    }
  waiter = g_new (Waiter, 1);
  waiter->start = start;
  waiter->data = data;
  g_queue_push_tail (&queue->waiters, waiter);
}

void
nwd_queue_leave (NwdQueue *queue)
{
  g_autofree Waiter *next = g_queue_pop_head (&queue->waiters);

  queue->taken = next != NULL;
  if (next)
    next->start (next->data);
}

gboolean
nwd_queue_give_up (NwdQueue *queue, gpointer data)
{
  for (GList *l = queue->waiters.head; l; l = l->next)
    if (((Waiter *)l->data)->data == data)
      {
        g_free (l->data);
        g_queue_delete_link (&queue->waiters, l);
        return TRUE;
      }
  return FALSE;
}

gboolean
nwd_queue_is_idle (const NwdQueue *queue)
{
  return !queue->taken;
}
