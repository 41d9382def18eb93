/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-stats.h"

#include <stdlib.h>

#define RESAMPLES 2000
#define SEED      20260101 /* the same samples give the same interval */

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
sorted_median (GArray *samples)
{
  const double *values = (const double *)samples->data;
  guint half = samples->len / 2;

  qsort (samples->data, samples->len, sizeof (double), compare_doubles);
  return samples->len % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double
nwb_median (const GArray *samples)
{
  g_autoptr (GArray) copy = g_array_copy ((GArray *)samples);

  return sorted_median (copy);
}

/* As many of @samples, each drawn from all of them. */
static double
resampled_median (const GArray *samples, GRand *rand, GArray *scratch)
{
  g_array_set_size (scratch, samples->len);
  for (guint i = 0; i < samples->len; i++)
    g_array_index (scratch, double, i)
      = g_array_index (samples, double, g_rand_int_range (rand, 0, samples->len));
  return sorted_median (scratch);
}

static double
resampled_ratio (
  const GArray *ours, const NwbTerm *terms, guint n_terms, GRand *rand, GArray *scratch)
{
  double sum = 0;

  for (guint i = 0; i < n_terms; i++)
    sum += terms[i].weight * resampled_median (terms[i].samples, rand, scratch);
  return resampled_median (ours, rand, scratch) / sum;
}

static double
upper_end (const GArray *ours, const NwbTerm *terms, guint n_terms)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) scratch = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *ratios = g_new (double, RESAMPLES);

  for (guint i = 0; i < RESAMPLES; i++)
    ratios[i] = resampled_ratio (ours, terms, n_terms, rand, scratch);
  qsort (ratios, RESAMPLES, sizeof (double), compare_doubles);
  return ratios[(guint)(RESAMPLES * 0.975)];
}

NwbRatio
nwb_ratio (const GArray *ours, const NwbTerm *terms, guint n_terms)
{
  NwbRatio ratio = { .upper = upper_end (ours, terms, n_terms) };
  double sum = 0;

  for (guint i = 0; i < n_terms; i++)
    sum += terms[i].weight * nwb_median (terms[i].samples);
  ratio.value = nwb_median (ours) / sum;
  return ratio;
}
