/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-contest.h"

#include <time.h>

#define WARM_UP 3

double
nwb_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static GPtrArray *
new_results (guint n)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (results, g_array_new (FALSE, FALSE, sizeof (double)));
  return results;
}

static gboolean
take_sample (
  NwbBench *bench, const NwbContender *contender, guint round, GArray *samples, GError **error)
{
  double time = 0;

  if (!contender->sample (bench, round, &time, error))
    {
      g_prefix_error (error, "%s: ", contender->name);
      return FALSE;
    }
  if (round >= WARM_UP)
    g_array_append_val (samples, time);
  return TRUE;
}

GPtrArray *
nwb_contest (
  NwbBench *bench, const NwbContender *contenders, guint n_contenders, guint rounds, GError **error)
{
  g_autoptr (GPtrArray) results = new_results (n_contenders);

  for (guint round = 0; round < rounds + WARM_UP; round++)
    for (guint i = 0; i < n_contenders; i++)
      {
        guint turn = (round + i) % n_contenders;

        if (round % contenders[turn].every != 0)
          continue;
        if (!take_sample (bench, &contenders[turn], round, results->pdata[turn], error))
          return NULL;
      }
  return g_steal_pointer (&results);
}
