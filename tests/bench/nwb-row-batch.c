/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-change.h"
#include "nwb-process.h"

#define VMS       25u
#define CARDS     (VMS * NWB_NICS)
#define IN_FLIGHT 4
#define ROUNDS    60u

#define FLAGS     (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)

/* The cards of all contenders but netwiringd, or its own, which come first. */
static NwbCard **
get_cards (NwbBench *bench, gboolean ours)
{
  return (NwbCard **)bench->cards->pdata + (ours ? 0 : CARDS);
}

static gboolean
settle (NwbBench *bench, NwbCard **cards, GError **error)
{
  for (guint i = 0; i < CARDS; i++)
    if (!nwb_bench_settle (bench, cards[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
verify (NwbBench *bench, NwbCard **cards, GError **error)
{
  for (guint i = 0; i < CARDS; i++)
    {
      cards[i]->bridge = !cards[i]->bridge;
      if (!nwb_card_verify (cards[i], bench->checker, error))
        return FALSE;
    }
  return TRUE;
}

/* --- netwiringd --- */

static GVariant *
build_changes (NwbBench *bench, NwbCard **cards)
{
  GVariantBuilder changes;

  g_variant_builder_init (&changes, G_VARIANT_TYPE ("a(oa{sv})"));
  for (guint i = 0; i < CARDS; i++)
    {
      const char *network = bench->networks[!cards[i]->bridge];
      GVariantBuilder values;

      g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&values, "{sv}", "network", g_variant_new_object_path (network));
      g_variant_builder_add (&changes, "(oa{sv})", cards[i]->path, &values);
    }
  return g_variant_new ("(a(oa{sv})a{sv})", &changes, NULL);
}

static gboolean
sample_ours (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  const NwbCall call = { NWB_OURS, NWB_ROOT, NWB_MANAGER, "ApplyWiring" };
  NwbCard **cards = get_cards (bench, TRUE);

  return settle (bench, cards, error)
         && nwb_bus_time (bench->bus, &call, build_changes (bench, cards), microseconds, error)
         && verify (bench, cards, error);
}

/* --- libvirt, four VMs at a time --- */

typedef struct
{
  NwbCard **cards;
  virConnectPtr connections[IN_FLIGHT];
  int next_vm;  /* atomic */
  int failures; /* atomic */
} Raw;

typedef struct
{
  Raw *raw;
  virConnectPtr connection;
} Worker;

/* All cards of a VM, and then what has become of them, as netwiringd does. */
static gboolean
move (virConnectPtr connection, NwbCard *const *cards)
{
  g_autoptr (virDomain) domain = virDomainLookupByUUIDString (connection, cards[0]->uuid);
  g_autofree char *live = NULL;
  g_autofree char *config = NULL;

  for (guint nic = 0; domain && nic < NWB_NICS; nic++)
    if (virDomainUpdateDeviceFlags (domain,
                                    cards[nic]->xml[!cards[nic]->bridge][cards[nic]->linked], FLAGS)
        < 0)
      return FALSE;
  live = domain ? virDomainGetXMLDesc (domain, 0) : NULL;
  config = live ? virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE) : NULL;
  return config != NULL;
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Raw *raw = worker->raw;
  guint vm = 0;

  while ((vm = (guint)g_atomic_int_add (&raw->next_vm, 1)) < VMS)
    if (!move (worker->connection, raw->cards + vm * NWB_NICS))
      g_atomic_int_inc (&raw->failures);
  return NULL;
}

static void
run_workers (Raw *raw)
{
  Worker workers[IN_FLIGHT];
  GThread *threads[IN_FLIGHT];

  for (guint i = 0; i < IN_FLIGHT; i++)
    {
      workers[i] = (Worker){ raw, raw->connections[i] };
      threads[i] = g_thread_new ("raw", work, &workers[i]);
    }
  for (guint i = 0; i < IN_FLIGHT; i++)
    g_thread_join (threads[i]);
}

/* Connections are open before the clock runs, as netwiringd's are. */
static gboolean
sample_raw (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  Raw raw = { .cards = get_cards (bench, FALSE) };
  double start = 0;

  if (!settle (bench, raw.cards, error))
    return FALSE;
  for (guint i = 0; i < IN_FLIGHT; i++)
    raw.connections[i] = virConnectOpen ("qemu:///system");
  start = nwb_now ();
  run_workers (&raw);
  *microseconds = nwb_now () - start;
  for (guint i = 0; i < IN_FLIGHT; i++)
    virConnectClose (raw.connections[i]);
  if (raw.failures > 0)
    return nwb_libvirt_error ("a move failed", error);
  return verify (bench, raw.cards, error);
}

/* --- libvirt-dbus, one after the other --- */

static gboolean
sample_one_by_one (NwbBench *bench, NwbMake make, double *microseconds, GError **error)
{
  NwbCard **cards = get_cards (bench, FALSE);

  if (!settle (bench, cards, error))
    return FALSE;
  *microseconds = 0;
  for (guint i = 0; i < CARDS; i++)
    {
      double one = 0;

      if (!make (bench, cards[i], NWB_CHANGE_PLACE, &one, error))
        return FALSE;
      *microseconds += one;
    }
  return verify (bench, cards, error);
}

/* Each card read back by itself: who makes one call after the other does not know which is the last
 * of its VM. */
static gboolean
sample_libvirt_dbus (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return sample_one_by_one (bench, nwb_make_libvirt_dbus, microseconds, error);
}

/* And for who believes what he is answered. */
static gboolean
sample_update_device (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return sample_one_by_one (bench, nwb_make_update_device, microseconds, error);
}

/* --- the row --- */

static void
to_milliseconds (GArray *samples)
{
  for (guint i = 0; i < samples->len; i++)
    g_array_index (samples, double, i) /= 1000;
}

static void
report (NwbBench *bench, GPtrArray *samples)
{
  const NwbTerm raw = { samples->pdata[0], 1 };
  const NwbTerm peer = { samples->pdata[2], 1 };
  const NwbTerm blind = { samples->pdata[3], 1 };
  const NwbFigure against_raw[]
    = { { "ours", samples->pdata[1], "ms" }, { "raw", samples->pdata[0], "ms" } };
  const NwbFigure against_peer[]
    = { { "ours", samples->pdata[1], "ms" }, { "libvirt-dbus", samples->pdata[2], "ms" } };
  const NwbFigure against_blind[]
    = { { "ours", samples->pdata[1], "ms" }, { "UpdateDevice", samples->pdata[3], "ms" } };

  for (guint i = 0; i < samples->len; i++)
    to_milliseconds (samples->pdata[i]);
  nwb_report_add (bench->report, "9  100 cards of 25 VMs / raw loop, 4 in flight",
                  nwb_ratio (samples->pdata[1], &raw, 1), 1.2, against_raw, 2);
  nwb_report_add (bench->report, "9  100 cards of 25 VMs / libvirt-dbus, one by one",
                  nwb_ratio (samples->pdata[1], &peer, 1), 0.5, against_peer, 2);
  nwb_report_add (bench->report, "9  100 cards of 25 VMs / UpdateDevice alone, nothing read back",
                  nwb_ratio (samples->pdata[1], &blind, 1), 0.5, against_blind, 2);
}

/* Not pinned: who does several things at a time may use what the machine has. */
gboolean
nwb_row_batch (NwbBench *bench, GError **error)
{
  const NwbContender contenders[] = {
    { "raw", sample_raw, 1 },
    { "ours", sample_ours, 1 },
    { "libvirt-dbus", sample_libvirt_dbus, 1 },
    { "UpdateDevice", sample_update_device, 1 },
  };
  g_autoptr (GPtrArray) samples = NULL;

  if (!nwb_bus_start_service (bench->bus, NWB_LIBVIRT_DBUS, error)
      || !nwb_bench_prepare_wide (bench, 2 * VMS, error))
    return FALSE;
  nwb_process_pin_all (FALSE);
  samples = nwb_contest (bench, contenders, G_N_ELEMENTS (contenders), MIN (bench->rounds, ROUNDS),
                         error);
  nwb_process_pin_all (TRUE);
  if (!samples)
    return FALSE;
  report (bench, samples);
  return TRUE;
}
