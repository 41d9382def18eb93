/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-meters.h"
#include "ports/nwd-kernel.h"
#include "ports/nwd-store.h"

/* What objects have counted: reads the kernel's counters when somebody asks, at most once a second,
 * and otherwise only hears what the kernel tells of links that come, move and go. What a new
 * process could not find out by itself is kept in counters.ini, written within a second of its
 * change: what links counted that are gone, and from where those that are there count. It is as
 * good as a cache: one that cannot be read is dropped, one that cannot be written is only older. */
typedef struct _NwdStatistics NwdStatistics;

#define NWD_STATISTICS_FILE "counters.ini"

NwdStatistics *nwd_statistics_new (NwdKernel *kernel, NwdStore *store);
void nwd_statistics_free (NwdStatistics *self);

/* Takes what an earlier process left, @text of the file, NULL none, before anything else is known.
 * Errors: NWD_ERROR_STORAGE_FAILED, NWD_ERROR_NOT_SUPPORTED for a newer format; nothing is taken.
 */
gboolean nwd_statistics_load (NwdStatistics *self, const char *text, GError **error);

/* Whether that could be taken. */
gboolean nwd_statistics_check (const char *text, GError **error);

/* All links are in @state. */
void nwd_statistics_begin (NwdStatistics *self, const NwdState *state);

/* All VMs are in @state. */
void nwd_statistics_know_vms (NwdStatistics *self, const NwdState *state);

/* What the kernel told of a link, which @state has followed. */
void nwd_statistics_link_changed (NwdStatistics *self,
                                  const NwdState *state,
                                  const NwdLink *link,
                                  const NwdCounters *counters);
void nwd_statistics_link_gone (NwdStatistics *self,
                               const NwdState *state,
                               const NwdLink *link,
                               const NwdCounters *counters);

/* What @touched names is as in @state, or gone. */
void nwd_statistics_follow (NwdStatistics *self, const NwdState *state, const NwdTouched *touched);

/* Whether all counters were read within the last second. */
gboolean nwd_statistics_has_sample (const NwdStatistics *self);

/* Reads them; who asks meanwhile gets the same. Errors: NWD_ERROR_FAILED. Takes @task, which
 * returns a boolean. */
void nwd_statistics_sample (NwdStatistics *self, GTask *task);

NwdMeters *nwd_statistics_get_meters (NwdStatistics *self);

/* Reads and writes it all once more, and waits for it: the process ends. */
void nwd_statistics_stop (NwdStatistics *self, const NwdState *state);
