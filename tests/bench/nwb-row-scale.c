/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bench.h"
#include "nwb-process.h"

#define DEFINED 2000u
#define VNICS   (DEFINED * NWB_NICS)
#define STARTS  7

/* --- 8: learn all domains --- */

static gboolean
read_definitions (virDomainPtr *domains, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *xml = virDomainGetXMLDesc (domains[i], 0);

      if (!xml)
        return FALSE;
    }
  return TRUE;
}

/* The straightforward way: one connection, a list, one definition after the other. */
static gboolean
start_raw (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  double start = nwb_now ();
  virConnectPtr connection = virConnectOpen ("qemu:///system");
  virDomainPtr *domains = NULL;
  int n = connection ? virConnectListAllDomains (connection, &domains, 0) : -1;
  gboolean done = n == (int)DEFINED && read_definitions (domains, n);

  *milliseconds = (nwb_now () - start) / 1000;
  for (int i = 0; i < n; i++)
    virDomainFree (domains[i]);
  free (domains);
  g_clear_pointer (&connection, virConnectClose);
  return done || nwb_libvirt_error ("libvirt", error);
}

static gboolean
count_vnics (NwbBench *bench, GError **error)
{
  const NwbCall call
    = { NWB_OURS, NWB_ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects" };
  g_autoptr (GVariant) answer = nwb_bus_call (bench->bus, &call, NULL, NULL, error);
  g_autoptr (GVariantIter) objects = NULL;
  const char *path;
  guint vnics = 0;

  if (!answer)
    return FALSE;
  g_variant_get (answer, "(a{oa{sa{sv}}})", &objects);
  while (g_variant_iter_loop (objects, "{&o@a{sa{sv}}}", &path, NULL))
    vnics += g_str_has_prefix (path, NWB_ROOT "/vnic/");
  if (vnics != VNICS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "netwiringd has %u of %u cards", vnics,
                 VNICS);
  return vnics == VNICS;
}

/* Its share of memory is taken before anybody asks for all of it. */
static gboolean
start_ours (NwbBench *bench, guint round, double *milliseconds, GError **error)
{
  double pss;
  gboolean right;

  nwb_daemon_stop (bench);
  if (!nwb_process_wait_for_quiet (error) || !nwb_daemon_start (bench, milliseconds, error)
      || !nwb_process_wait_for_quiet (error))
    return FALSE;
  *milliseconds /= 1000;
  pss = nwb_process_pss (nwb_daemon_get_pid (bench));
  g_array_append_val (bench->memory, pss);
  right = count_vnics (bench, error);
  nwb_daemon_stop (bench);
  return right;
}

static gboolean
report_start (NwbBench *bench, GError **error)
{
  const NwbContender starters[] = { { "raw", start_raw, 1 }, { "ours", start_ours, 1 } };
  g_autoptr (GPtrArray) samples = NULL;
  NwbFigure figures[] = { { "ours", NULL, "ms" }, { "raw", NULL, "ms" } };

  samples = nwb_contest (bench, starters, 2, STARTS, error);
  if (!samples)
    return FALSE;
  figures[0].samples = samples->pdata[1];
  figures[1].samples = samples->pdata[0];
  nwb_report_add (bench->report, "8  start with 2,000 VMs / list and XML loop",
                  nwb_ratio (samples->pdata[1], &(NwbTerm){ samples->pdata[0], 1 }, 1), 0.7,
                  figures, 2);
  return TRUE;
}

/* --- 7: the memory that they take --- */

static gboolean
measure_empty (NwbBench *bench, GArray *empty, GError **error)
{
  for (guint i = 0; i < STARTS; i++)
    {
      double pss;

      if (!nwb_daemon_start (bench, NULL, error) || !nwb_process_wait_for_quiet (error))
        return FALSE;
      pss = nwb_process_pss (nwb_daemon_get_pid (bench));
      g_array_append_val (empty, pss);
      nwb_daemon_stop (bench);
    }
  return TRUE;
}

static void
report_memory (NwbBench *bench, const GArray *empty)
{
  g_autoptr (GArray) each = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (double));
  const NwbFigure figures[]
    = { { "each", each, "KiB" }, { "all", bench->memory, "KiB" }, { "empty", empty, "KiB" } };
  double unit = 1;

  g_array_append_val (one, unit);
  for (guint i = 0; i < bench->memory->len; i++)
    {
      double share = (g_array_index (bench->memory, double, i) - nwb_median (empty)) / VNICS;

      g_array_append_val (each, share);
    }
  nwb_report_add (bench->report, "7  KiB Pss of each of 8,000 vNICs",
                  nwb_ratio (each, &(NwbTerm){ one, 1 }, 1), 2, figures, 3);
}

/* Not pinned: a service may use what the machine has when it starts. */
gboolean
nwb_row_scale (NwbBench *bench, GError **error)
{
  g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean done;

  nwb_daemon_stop (bench);
  nwb_process_pin_all (FALSE);
  g_array_set_size (bench->memory, 0);
  done = nwb_domains_ensure (bench->checker, NWB_GUEST, 0, error)
         && nwb_domains_ensure (bench->checker, NWB_WIDE, 0, error)
         && nwb_domains_ensure (bench->checker, NWB_DEFINED, 0, error)
         && measure_empty (bench, empty, error)
         && nwb_domains_ensure (bench->checker, NWB_DEFINED, DEFINED, error)
         && report_start (bench, error);
  nwb_process_pin_all (TRUE);
  if (done)
    report_memory (bench, empty);
  return done;
}
