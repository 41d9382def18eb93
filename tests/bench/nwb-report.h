/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwb-stats.h"

/* The table of results. A row has a promise: the ratio that it may have at most. */
typedef struct _NwbReport NwbReport;

/* What was measured, for the reader: its median is shown beside the ratio. */
typedef struct
{
  const char *name;
  const GArray *samples;
  const char *unit;
} NwbFigure;

NwbReport *nwb_report_new (void);
void nwb_report_free (NwbReport *report);

void nwb_report_add (NwbReport *report,
                     const char *name,
                     NwbRatio ratio,
                     double limit,
                     const NwbFigure *figures,
                     guint n_figures);

/* Notes that rows could not be measured. */
void nwb_report_fail (NwbReport *report, const char *name, const GError *error);

gboolean nwb_report_write_json (NwbReport *report, const char *path, GError **error);

guint nwb_report_get_misses (NwbReport *report);
guint nwb_report_get_failures (NwbReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwbReport, nwb_report_free)
