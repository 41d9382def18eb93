/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bench.h"
#include "nwb-pinger.h"
#include "nwb-process.h"

#define DEFINED 250 /* of NWB_NICS cards: 1,000 in all */

/* --- 4: all properties of one card --- */

static gboolean
get_all (NwbBench *bench, const char *service, guint round, double *microseconds, GError **error)
{
  NwbCard *card = bench->cards->pdata[round % bench->cards->len];
  const NwbCall call = { service, card->path, "org.freedesktop.DBus.Properties", "GetAll" };

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(s)", NWB_VNIC), microseconds, error);
}

static gboolean
get_all_ours (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return get_all (bench, NWB_OURS, round, microseconds, error);
}

static gboolean
get_all_skeletons (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return get_all (bench, NWB_SKELETONS, round, microseconds, error);
}

/* The row "ours against skeletons", those being a and b of @samples. */
static void
report (
  NwbBench *bench, const char *name, GPtrArray *samples, guint ours, const char *unit, double limit)
{
  const GArray *a = samples->pdata[ours], *b = samples->pdata[ours + 1];
  const NwbFigure figures[] = { { "ours", a, unit }, { "skeletons", b, unit } };

  nwb_report_add (bench->report, name, nwb_ratio (a, &(NwbTerm){ b, 1 }, 1), limit, figures, 2);
}

gboolean
nwb_row_get_all (NwbBench *bench, GError **error)
{
  const NwbContender readers[]
    = { { "ours", get_all_ours, 1 }, { "skeletons", get_all_skeletons, 1 } };
  g_autoptr (GPtrArray) samples = NULL;
  GSubprocess *rival;

  if (!nwb_bench_prepare_guests (bench, 1, error) || !(rival = nwb_skeletons_start (bench, error)))
    return FALSE;
  samples = nwb_contest (bench, readers, 2, bench->rounds * 4, error);
  nwb_server_stop (rival);
  if (!samples)
    return FALSE;
  report (bench, "4  GetAll of a vNIC / skeleton", samples, 0, "us", 1.05);
  return TRUE;
}

/* --- 5: all objects, 1,000 cards among them --- */

static gboolean
objects_cpu (NwbBench *bench, const char *service, double *microseconds, GError **error)
{
  GPid pid = nwb_bus_get_pid (bench->bus, service);
  double before, elapsed;

  if (!nwb_process_wait_for_quiet (error))
    return FALSE;
  before = nwb_process_cpu (pid);
  if (!nwb_get_managed_objects (service, &elapsed, error) || !nwb_process_wait_for_quiet (error))
    return FALSE;
  *microseconds = (nwb_process_cpu (pid) - before) / 1000;
  return TRUE;
}

static gboolean
objects_ping (NwbBench *bench, const char *service, double *microseconds, GError **error)
{
  NwbPinger *pinger;
  double elapsed;
  gboolean done;

  if (!nwb_process_wait_for_quiet (error) || !(pinger = nwb_pinger_start (service, error)))
    return FALSE;
  done = nwb_get_managed_objects (service, &elapsed, error);
  *microseconds = nwb_pinger_stop (pinger) / 1000;
  return done;
}

static gboolean
cpu_ours (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  return objects_cpu (bench, NWB_OURS, milliseconds, error);
}

static gboolean
cpu_skeletons (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  return objects_cpu (bench, NWB_SKELETONS, milliseconds, error);
}

static gboolean
ping_ours (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  return objects_ping (bench, NWB_OURS, milliseconds, error);
}

static gboolean
ping_skeletons (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  return objects_ping (bench, NWB_SKELETONS, milliseconds, error);
}

static GPtrArray *
compare_objects (NwbBench *bench, GError **error)
{
  const NwbContender servers[] = { { "ours", cpu_ours, 1 },
                                   { "skeletons", cpu_skeletons, 1 },
                                   { "ours, pinged", ping_ours, 1 },
                                   { "skeletons, pinged", ping_skeletons, 1 } };
  GSubprocess *rival = nwb_skeletons_start (bench, error);
  GPtrArray *samples;

  if (!rival)
    return NULL;
  nwb_process_pin_all (TRUE);
  samples = nwb_contest (bench, servers, 4, MAX (bench->rounds / 5, 10), error);
  nwb_server_stop (rival);
  return samples;
}

gboolean
nwb_row_objects (NwbBench *bench, GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;

  nwb_daemon_stop (bench);
  if (!nwb_domains_ensure (bench->checker, NWB_GUEST, 0, error)
      || !nwb_domains_ensure (bench->checker, NWB_WIDE, 0, error)
      || !nwb_domains_ensure (bench->checker, NWB_WIDE, 0, error)
      || !nwb_domains_ensure (bench->checker, NWB_DEFINED, DEFINED, error)
      || !nwb_daemon_start (bench, NULL, error))
    return FALSE;
  samples = compare_objects (bench, error);
  if (!samples)
    return FALSE;
  report (bench, "5  GetManagedObjects of 1,000, CPU / skeletons", samples, 0, "ms", 0.6);
  report (bench, "5  worst ping of another meanwhile / skeletons", samples, 2, "ms", 0.6);
  return TRUE;
}
