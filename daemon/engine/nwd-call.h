/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-plan.h"
#include "nwd-account.h"
#include "nwd-context.h"

/* One caller's change, of one VM, of several, or of the host: waits in all their queues, is planned
 * when its turn has come in each, on what is true then, runs as a job, and is answered in time,
 * whatever happens. */

/* @error: NULL, or why it cannot be planned; the callee's. */
typedef void (*NwdCallPrepared) (GError *error, gpointer data);

/* Reads what the plan of @request needs, into it. */
typedef void (*NwdCallPrepare) (NwdContext *context,
                                gpointer request,
                                const NwdOptions *options,
                                NwdCallPrepared done,
                                gpointer data);

/* Plans @request: a new array of NwdPlan, at most one for each VM; a plan without steps, or none,
 * for what is so already. */
typedef GPtrArray *(*NwdCallPlan) (const NwdContext *context,
                                   gpointer request,
                                   const NwdOptions *options,
                                   GError **error);

/* Finishes @task (taken) with the plans, a new array of NwdPlan. @vm_ids: of char *, each once; ""
 * the host. @accounts: of NwdAccount, which it closes. @prepare: NULL where nothing is to be read.
 * The request is the task's data. */
void nwd_call_start (NwdContext *context,
                     GPtrArray *vm_ids,
                     NwdCallPrepare prepare,
                     NwdCallPlan plan,
                     const NwdOptions *options,
                     GPtrArray *accounts,
                     GTask *task);

/* For what is not begun. Closes @accounts, takes @task and @error. */
void nwd_call_refuse (GPtrArray *accounts, GTask *task, GError *error);
