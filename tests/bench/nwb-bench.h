/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwb-bus.h"
#include "nwb-card.h"
#include "nwb-contest.h"
#include "nwb-report.h"

/* What all rows share. */
struct _NwbBench
{
  guint rounds;
  const char *daemon;    /* path of netwiringd */
  const char *skeletons; /* path of nwb-skeletons */
  virConnectPtr floor;   /* what is timed */
  virConnectPtr checker; /* what proves that it happened */
  GDBusConnection *bus;
  GDBusConnection *alice; /* a user whom polkit allows to flip links */
  GSubprocess *daemon_process;
  GPtrArray *cards;            /* of NwbCard, one of each guest */
  char *networks[NWB_BRIDGES]; /* paths of the Network objects of nwb0 and nwb1 */
  GArray *memory;              /* of double: KiB Pss of netwiringd at each start with all domains */
  NwbReport *report;
};

/* --- the service and its rival --- */

/* Starts netwiringd and waits until all objects are there: @microseconds, may be NULL. */
gboolean nwb_daemon_start (NwbBench *bench, double *microseconds, GError **error);
void nwb_daemon_stop (NwbBench *bench);
GPid nwb_daemon_get_pid (NwbBench *bench);

/* A server of generated skeletons with the objects that netwiringd has now. */
GSubprocess *nwb_skeletons_start (NwbBench *bench, GError **error);
void nwb_server_stop (GSubprocess *server);

/* --- guests --- */

/* Sees to it that there are @n guests, that netwiringd runs, and that bench->cards are theirs. */
gboolean nwb_bench_prepare_guests (NwbBench *bench, guint n, GError **error);

/* The same with guests of NWB_NICS cards: bench->cards are all of them, guest by guest. */
gboolean nwb_bench_prepare_wide (NwbBench *bench, guint n, GError **error);

/* Before a sample that changes a card: netwiringd knows what others did to it, nobody is busy. */
gboolean nwb_bench_settle (NwbBench *bench, NwbCard *card, GError **error);

/* --- the rows; each adds its lines to the report --- */

gboolean nwb_row_flip (NwbBench *bench, GError **error);
gboolean nwb_row_move (NwbBench *bench, GError **error);
gboolean nwb_row_get_all (NwbBench *bench, GError **error);
gboolean nwb_row_objects (NwbBench *bench, GError **error);
gboolean nwb_row_batch (NwbBench *bench, GError **error);
gboolean nwb_row_hung (NwbBench *bench, GError **error);
gboolean nwb_row_scale (NwbBench *bench, GError **error);
gboolean nwb_row_statistics (NwbBench *bench, GError **error);
