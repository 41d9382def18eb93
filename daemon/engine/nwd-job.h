/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-plan.h"
#include "nwd-context.h"

/* Plans on their way, each of another VM or of the host, all or nothing: journal, the steps of all
 * at the same time, journal; and back again, all of them, where a step fails. */
typedef struct _NwdJob NwdJob;

/* The VM ("" the host) is as it is to stay, though others may not be. */
typedef void (*NwdJobLeft) (const char *vm_id, gpointer data);

/* The world is as planned, or @error says why it is as it was. Everything learned is published. */
typedef void (*NwdJobDone) (GError *error, gpointer data);

/* Runs @plans (of NwdPlan) on their VMs, whose queues the caller holds; with confirm_timeout of
 * @options it ends in a checkpoint. @self: where the caller
 * keeps the job, set before it begins and valid until @done, before which @left is called for each
 * plan. */
void nwd_job_run (NwdContext *context,
                  GPtrArray *plans,
                  const NwdOptions *options,
                  NwdJob **self,
                  NwdJobLeft left,
                  NwdJobDone done,
                  gpointer data);

/* Undoes what was begun as soon as it can, then calls done with NWD_ERROR_TIMEOUT; a VM that keeps
 * us waiting is unresponsive until then. */
void nwd_job_abandon (NwdJob *job);

/* Whether the VM has answered, but its guest does not let go of the card that is unplugged. */
gboolean nwd_job_waits_for_guest (const NwdJob *job);
