/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Samples are GArrays of double. What is compared is the median: it does not mind the few samples
 * that somebody else on the machine disturbed. */

double nwb_median (const GArray *samples);

/* One part of a sum of medians: @weight times the median of @samples. */
typedef struct
{
  const GArray *samples;
  double weight;
} NwbTerm;

typedef struct
{
  double value; /* median of ours / sum of the terms */
  double upper; /* upper end of its bootstrap 95 % interval */
} NwbRatio;

NwbRatio nwb_ratio (const GArray *ours, const NwbTerm *terms, guint n_terms);
