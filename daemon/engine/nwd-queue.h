/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A line before one thing that only one may use at a time: first come, first served. */
typedef struct _NwdQueue NwdQueue;

typedef void (*NwdQueueStart) (gpointer data);

NwdQueue *nwd_queue_new (void);
void nwd_queue_free (NwdQueue *queue);

/* Calls @start, at once when the line is empty; nwd_queue_leave() makes room for the next. */
void nwd_queue_enter (NwdQueue *queue, NwdQueueStart start, gpointer data);
void nwd_queue_leave (NwdQueue *queue);

/* Takes the one with @data out of the line; FALSE when it is not waiting (any more). */
gboolean nwd_queue_give_up (NwdQueue *queue, gpointer data);

gboolean nwd_queue_is_idle (const NwdQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdQueue, nwd_queue_free)
