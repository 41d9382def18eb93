/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bench.h"
#include "nwb-collector.h"
#include "nwb-process.h"

#define LINKS     1000
#define GUESTS    50
#define WIDE      25   /* guests of NWB_NICS cards: 100 in all */
#define EACH_TIME 1000 /* us that a collection of all links may take */
#define CHEAPER   50
#define LIFETIME  1000 /* ms, of what was read once */

static NwbCollector *collector; /* of the row that is measured */

static gboolean
collect (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return nwb_collector_time (collector, microseconds, error);
}

/* --- 10: all links of a large host --- */

static gboolean
promise (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  *microseconds = EACH_TIME;
  return TRUE;
}

static gboolean
measure_links (NwbBench *bench, GError **error)
{
  static const NwbContender contenders[] = { { "ours", collect, 1 }, { "1 ms", promise, 1 } };
  g_autoptr (NwbCollector) links = collector = nwb_collector_new_of_many (LINKS, error);
  g_autoptr (GPtrArray) samples
    = links ? nwb_contest (bench, contenders, 2, bench->rounds, error) : NULL;

  if (!samples)
    return FALSE;
  nwb_report_add (bench->report, "10 counters of 1,000 links / 1 ms",
                  nwb_ratio (samples->pdata[0], &(NwbTerm){ samples->pdata[1], 1 }, 1), 1,
                  &(NwbFigure){ "ours", samples->pdata[0], "us" }, 1);
  return TRUE;
}

/* --- 11: an answer about 100 cards --- */

static const char *paths[WIDE * NWB_NICS + 1];

static gboolean
ask (NwbBench *bench, const char *service, double *microseconds, GError **error)
{
  const NwbCall call = { service, NWB_ROOT, NWB_MANAGER, "GetStatistics" };

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(^aoa{sv})", paths, NULL), microseconds,
                       error);
}

static gboolean
ask_ours (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return ask (bench, NWB_OURS, microseconds, error);
}

static gboolean
ask_prebuilt (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return ask (bench, NWB_SKELETONS, microseconds, error);
}

static gboolean
on_over (gpointer over)
{
  *(gboolean *)over = TRUE;
  return G_SOURCE_REMOVE;
}

/* When a second is over, everything is read and built anew. */
static gboolean
ask_afresh (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  gboolean over = FALSE;

  g_timeout_add (LIFETIME + 10, on_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  return ask (bench, NWB_OURS, microseconds, error);
}

/* The first answer has no rates, and would be smaller than those that follow. */
static gboolean
ask_twice (NwbBench *bench, GError **error)
{
  double ignored;

  return ask_ours (bench, 0, &ignored, error) && ask_afresh (bench, 0, &ignored, error);
}

static gboolean
measure_answer (NwbBench *bench, GError **error)
{
  static const NwbContender contenders[] = { { "ours", ask_ours, 1 },
                                             { "prebuilt", ask_prebuilt, 1 },
                                             { "ours, read anew", ask_afresh, 10 } };
  g_autoptr (GPtrArray) samples = NULL;
  GSubprocess *rival;

  if (!nwb_bench_prepare_wide (bench, WIDE, error))
    return FALSE;
  for (guint i = 0; i < bench->cards->len; i++)
    paths[i] = ((NwbCard *)bench->cards->pdata[i])->path;
  if (!ask_twice (bench, error) || !(rival = nwb_skeletons_start (bench, error)))
    return FALSE;
  nwb_process_pin_all (TRUE);
  samples = nwb_contest (bench, contenders, 3, bench->rounds, error);
  nwb_server_stop (rival);
  if (!samples)
    return FALSE;
  nwb_report_add (bench->report, "11 GetStatistics of 100 / a prebuilt answer",
                  nwb_ratio (samples->pdata[0], &(NwbTerm){ samples->pdata[1], 1 }, 1), 1.1,
                  (const NwbFigure[]){ { "ours", samples->pdata[0], "us" },
                                       { "prebuilt", samples->pdata[1], "us" },
                                       { "ours, read anew", samples->pdata[2], "us" } },
                  3);
  return TRUE;
}

/* --- 12: what libvirt takes for the same --- */

static gboolean
collect_by_libvirt (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  virDomainStatsRecordPtr *records = NULL;
  double start = nwb_now ();
  int n = virConnectGetAllDomainStats (bench->floor, VIR_DOMAIN_STATS_INTERFACE, &records, 0);

  *microseconds = nwb_now () - start;
  if (n < 0)
    return nwb_libvirt_error ("no statistics", error);
  virDomainStatsRecordListFree (records);
  if (n >= GUESTS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "statistics of %d domains only", n);
  return FALSE;
}

static gboolean
measure_libvirt (NwbBench *bench, GError **error)
{
  static const NwbContender contenders[]
    = { { "ours", collect, 1 }, { "libvirt", collect_by_libvirt, 1 } };
  g_autoptr (NwbCollector) links = NULL;
  g_autoptr (GPtrArray) samples = NULL;

  if (!nwb_bench_prepare_guests (bench, GUESTS, error))
    return FALSE;
  links = collector = nwb_collector_new (error);
  samples = links ? nwb_contest (bench, contenders, 2, bench->rounds, error) : NULL;
  if (!samples)
    return FALSE;
  nwb_report_add (bench->report, "12 counters of 50 domains / virConnectGetAllDomainStats",
                  nwb_ratio (samples->pdata[0], &(NwbTerm){ samples->pdata[1], 1 }, 1),
                  1.0 / CHEAPER,
                  (const NwbFigure[]){ { "ours", samples->pdata[0], "us" },
                                       { "libvirt", samples->pdata[1], "us" } },
                  2);
  return TRUE;
}

gboolean
nwb_row_statistics (NwbBench *bench, GError **error)
{
  return measure_links (bench, error) && measure_answer (bench, error)
         && measure_libvirt (bench, error);
}
