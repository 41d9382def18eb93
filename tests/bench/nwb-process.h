/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* The processes of this host, which is a PID namespace: there are no others. */

/* Binds every thread of every process here, this one too, to the first CPU, or sets them free. In
 * both cases they come before everything else that the machine does. */
void nwb_process_pin_all (gboolean pinned);

/* The process of that name, 0 when there is none. */
GPid nwb_process_find (const char *name);

/* All processes whose command line has @word as an argument of its own. */
GArray *nwb_process_find_argument (const char *prefix);

/* CPU time that it has used up to now, microseconds. */
double nwb_process_cpu (GPid pid);

/* Its share of memory, KiB; 0 when it cannot be read. */
double nwb_process_pss (GPid pid);

/* Waits until nobody but this process does anything for some milliseconds. */
gboolean nwb_process_wait_for_quiet (GError **error);

/* SIGCONT to all of @pids when this process ends, or after @seconds, whatever becomes of us:
 * a watchdog that nwb_process_stop_watchdog() ends. */
int nwb_process_start_watchdog (const GArray *pids, guint seconds);
void nwb_process_stop_watchdog (int watchdog);

void nwb_process_signal (const GArray *pids, int signal);
