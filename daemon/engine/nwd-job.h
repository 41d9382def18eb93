/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-plan.h"
#include "nwd-context.h"

/* One plan on its way: journal, steps, journal; and back again where a step fails. */
typedef struct _NwdJob NwdJob;

/* The world is as planned, or @error says why it is as it was. Everything learned is published. */
typedef void (*NwdJobDone) (GError *error, gpointer data);

/* Runs @plan (taken) on the VM @vm_id ("" the host), whose queue the caller holds. @self: where the
 * caller keeps the job, set before it begins and valid until @done. */
void nwd_job_run (NwdContext *context,
                  NwdPlan *plan,
                  const char *vm_id,
                  NwdJob **self,
                  NwdJobDone done,
                  gpointer data);

/* Undoes what was begun as soon as it can, then calls done with NWD_ERROR_TIMEOUT; a VM that keeps
 * us waiting is unresponsive until then. */
void nwd_job_abandon (NwdJob *job);

/* Whether the VM has answered, but its guest does not let go of the card that is unplugged. */
gboolean nwd_job_waits_for_guest (const NwdJob *job);
