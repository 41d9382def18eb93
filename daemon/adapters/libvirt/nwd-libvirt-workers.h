/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A pool of threads for blocking calls. */
typedef struct _NwdLibvirtWorkers NwdLibvirtWorkers;

NwdLibvirtWorkers *nwd_libvirt_workers_new (guint n_threads);

/* Work not begun is dropped; work under way is left to end by itself. */
void nwd_libvirt_workers_free (NwdLibvirtWorkers *self);

/* Runs @func, which returns @task, in a thread of the pool. Any thread; takes the reference. */
void nwd_libvirt_workers_run (NwdLibvirtWorkers *self, GTask *task, GTaskThreadFunc func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLibvirtWorkers, nwd_libvirt_workers_free)
