/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-plan.h"
#include "nwd-account.h"
#include "nwd-context.h"

/* One caller's change: waits in its queue, is planned when its turn comes, on what is true then,
 * runs as a job, and is answered in time, whatever happens. */

/* @error: NULL, or why it cannot be planned; the callee's. */
typedef void (*NwdCallPrepared) (GError *error, gpointer data);

/* Reads what the plan of @request needs, into it. */
typedef void (*NwdCallPrepare) (NwdContext *context,
                                gpointer request,
                                NwdCallPrepared done,
                                gpointer data);

/* Plans @request; a plan without steps, for what is so already. */
typedef NwdPlan *(*NwdCallPlan) (const NwdContext *context,
                                 gconstpointer request,
                                 const NwdOptions *options,
                                 GError **error);

/* Finishes @task (taken) with the id of the plan's object, a new string, "" for a dry run.
 * @vm_id: whose queue @queue is; "" the host's. @prepare: NULL where nothing is to be read. Takes
 * @request and @account. */
void nwd_call_start (NwdContext *context,
                     NwdQueue *queue,
                     const char *vm_id,
                     gpointer request,
                     GDestroyNotify request_free,
                     NwdCallPrepare prepare,
                     NwdCallPlan plan,
                     const NwdOptions *options,
                     NwdAccount *account,
                     GTask *task);
