/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-waiters.h"

#include "core/nwd-error.h"

struct _NwdGuestWaiters
{
  GPtrArray *all; /* of Waiter */
};

typedef struct
{
  GTask *task; /* NULL: it was too late for it */
  guint timer;
} Waiter;

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  g_clear_handle_id (&waiter->timer, g_source_remove);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

NwdGuestWaiters *
nwd_guest_waiters_new (void)
{
  NwdGuestWaiters *waiters = g_new (NwdGuestWaiters, 1);

  waiters->all = g_ptr_array_new_with_free_func (waiter_free);
  return waiters;
}

void
nwd_guest_waiters_free (NwdGuestWaiters *waiters)
{
  g_ptr_array_unref (waiters->all);
  g_free (waiters);
}

static gboolean
on_too_late (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GTask) task = g_steal_pointer (&waiter->task);

  waiter->timer = 0;
  g_task_return_new_error (task, NWD_ERROR, NWD_ERROR_TIMEOUT,
                           "the guest has not answered in time; it is still being asked");
  return G_SOURCE_REMOVE;
}

void
nwd_guest_waiters_add (NwdGuestWaiters *waiters, GTask *task, guint timeout)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->task = task;
  if (timeout)
    waiter->timer = g_timeout_add_seconds (timeout, on_too_late, waiter);
  g_ptr_array_add (waiters->all, waiter);
}

void
nwd_guest_waiters_join (NwdGuestWaiters *waiters, NwdGuestWaiters *other)
{
  g_ptr_array_extend_and_steal (waiters->all, g_steal_pointer (&other->all));
  other->all = g_ptr_array_new_with_free_func (waiter_free);
}

/* Who is told may come again at once. */
void
nwd_guest_waiters_answer (NwdGuestWaiters *waiters, const GError *error)
{
  g_autoptr (GPtrArray) all = g_steal_pointer (&waiters->all);

  waiters->all = g_ptr_array_new_with_free_func (waiter_free);
  for (guint i = 0; i < all->len; i++)
    {
      const Waiter *waiter = all->pdata[i];

      if (waiter->task && error)
        g_task_return_error (waiter->task, g_error_copy (error));
      else if (waiter->task)
        g_task_return_boolean (waiter->task, TRUE);
    }
}

gboolean
nwd_guest_waiters_are_there (const NwdGuestWaiters *waiters)
{
  return waiters->all->len > 0;
}
