/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef struct _NwbBench NwbBench;

/* Takes sample @round and gives its time in @microseconds. Only the work itself is timed; what
 * proves that it was done is not. */
typedef gboolean (*NwbSample) (NwbBench *bench, guint round, double *microseconds, GError **error);

/* One of those that are compared. */
typedef struct
{
  const char *name;
  NwbSample sample;
  guint every; /* takes part in each round, or in every fifth, ... */
} NwbContender;

/* Runs all of them in each of @rounds rounds, each time beginning with another, after three rounds
 * that do not count: what disturbs one disturbs all. Gives one array of samples for each contender,
 * or NULL. */
GPtrArray *nwb_contest (NwbBench *bench,
                        const NwbContender *contenders,
                        guint n_contenders,
                        guint rounds,
                        GError **error);

/* Microseconds, from an arbitrary start. */
double nwb_now (void);
