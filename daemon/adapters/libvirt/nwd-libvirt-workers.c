/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-workers.h"

struct _NwdLibvirtWorkers
{
  GThreadPool *pool;
};

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->task);
  g_free (work);
}

static void
work_run (gpointer data, gpointer user_data)
{
  Work *work = data;

  work->func (work->task, g_task_get_source_object (work->task), g_task_get_task_data (work->task),
              g_task_get_cancellable (work->task));
  work_free (work);
}

NwdLibvirtWorkers *
nwd_libvirt_workers_new (guint n_threads)
{
  NwdLibvirtWorkers *self = g_new0 (NwdLibvirtWorkers, 1);

  self->pool = g_thread_pool_new_full (work_run, NULL, (GDestroyNotify)work_free, n_threads,
                                       /* exclusive= */ FALSE, NULL);
  return self;
}

void
nwd_libvirt_workers_free (NwdLibvirtWorkers *self)
{
  g_thread_pool_free (self->pool, /* immediate= */ TRUE, /* wait= */ FALSE);
  g_free (self);
}

void
nwd_libvirt_workers_run (NwdLibvirtWorkers *self, GTask *task, GTaskThreadFunc func)
{
  Work *work = g_new (Work, 1);

  work->task = task;
  work->func = func;
  g_thread_pool_push (self->pool, work, NULL);
  /* cppcheck-suppress memleak; the pool has it */
}
