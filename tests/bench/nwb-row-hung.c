/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-change.h"
#include "nwb-process.h"

#include <signal.h>

#define BLOCKS         5
#define WATCHDOG       120 /* s */
#define PATIENCE       20  /* s */
#define N_COUNTS       4
#define HEALTHY(bench) ((NwbCard *)(bench)->cards->pdata[NWB_HUNG_MAX])

static const guint counts[N_COUNTS] = { 0, 1, 5, 25 };

/* The guests whose QEMU is stopped, each with a change under way. */
typedef struct
{
  GArray *pids;
  guint n;
  guint unanswered;
  int watchdog;
} Hung;

static GArray *
find_pids (NwbBench *bench, guint n, GError **error)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (GPid));

  for (guint i = 0; i < n; i++)
    {
      const NwbCard *card = bench->cards->pdata[i];
      g_autofree char *argument = g_strdup_printf ("guest=%s,", card->vm);
      g_autoptr (GArray) found = nwb_process_find_argument (argument);

      if (found->len != 1)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no process of %s", card->vm);
          return NULL;
        }
      g_array_append_val (pids, g_array_index (found, GPid, 0));
    }
  return g_steal_pointer (&pids);
}

/* Whether libvirt waits for the QEMU of this guest. */
static gboolean
is_occupied (NwbBench *bench, const NwbCard *card)
{
  g_autoptr (virDomain) domain = virDomainLookupByName (bench->checker, card->vm);
  virDomainControlInfo info = { 0 };

  return domain && virDomainGetControlInfo (domain, &info, 0) == 0
         && info.state == VIR_DOMAIN_CONTROL_OCCUPIED;
}

static gboolean
wait_until_occupied (NwbBench *bench, guint n, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  do
    {
      guint occupied = 0;

      for (guint i = 0; i < n; i++)
        occupied += is_occupied (bench, bench->cards->pdata[i]);
      if (occupied >= MIN (n, 5))
        return TRUE;
      g_thread_yield ();
    }
  while (g_get_monotonic_time () < end);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no change waits for a stopped VM");
  return FALSE;
}

/* It may have been refused as Busy: that, too, is an answer. */
static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
    = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  ((Hung *)data)->unanswered--;
}

static void
ask_for_change (NwbBench *bench, Hung *hung, const NwbCard *card)
{
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "timeout", "u", 0);
  g_dbus_connection_call (bench->bus, NWB_OURS, card->path, NWB_VNIC, "SetLinked",
                          g_variant_new ("(b@a{sv})", !card->linked, g_variant_dict_end (&options)),
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL, on_answer, hung);
  hung->unanswered++;
}

static gboolean
stop_guests (NwbBench *bench, Hung *hung, guint n, GError **error)
{
  hung->n = n;
  hung->pids = find_pids (bench, n, error);
  if (!hung->pids)
    return FALSE;
  hung->watchdog = nwb_process_start_watchdog (hung->pids, WATCHDOG);
  nwb_process_signal (hung->pids, SIGSTOP);
  for (guint i = 0; i < n; i++)
    ask_for_change (bench, hung, bench->cards->pdata[i]);
  return n == 0 || wait_until_occupied (bench, n, error);
}

static gboolean
wait_for_answers (Hung *hung, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  while (hung->unanswered && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  if (hung->unanswered)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%u callers got no answer",
                 hung->unanswered);
  return hung->unanswered == 0;
}

static gboolean
resume_guests (NwbBench *bench, Hung *hung, GError **error)
{
  nwb_process_signal (hung->pids, SIGCONT);
  nwb_process_stop_watchdog (hung->watchdog);
  g_clear_pointer (&hung->pids, g_array_unref);
  if (!wait_for_answers (hung, error))
    return FALSE;
  for (guint i = 0; i < hung->n; i++)
    if (!nwb_card_read (bench->cards->pdata[i], bench->checker, error)
        || !nwb_bench_settle (bench, bench->cards->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* A read of any guest's card, stopped or not. */
static gboolean
sample_read (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  const NwbCard *card = bench->cards->pdata[round % bench->cards->len];
  const NwbCall call = { NWB_OURS, card->path, "org.freedesktop.DBus.Properties", "GetAll" };

  return nwb_bus_time (bench->bus, &call, g_variant_new ("(s)", NWB_VNIC), microseconds, error);
}

static gboolean
sample_change (NwbBench *bench, guint round, double *microseconds, GError **error)
{
  return nwb_bench_settle (bench, HEALTHY (bench), error)
         && nwb_change (bench, NWB_HUNG_MAX, NWB_CHANGE_LINK, nwb_make_ours, microseconds, error);
}

static gboolean
take_block (NwbBench *bench, guint n, GPtrArray *samples, GError **error)
{
  const NwbContender work[] = { { "read", sample_read, 1 }, { "change", sample_change, 1 } };
  g_autoptr (GPtrArray) block = NULL;
  Hung hung = { 0 };

  if (stop_guests (bench, &hung, n, error))
    block = nwb_contest (bench, work, 2, MAX (bench->rounds / BLOCKS, 1), NULL, error);
  if (!hung.pids || !resume_guests (bench, &hung, block ? error : NULL) || !block)
    return FALSE;
  for (guint i = 0; i < block->len; i++)
    {
      const GArray *taken = block->pdata[i];

      g_array_append_vals (samples->pdata[i], taken->data, taken->len);
    }
  return TRUE;
}

static void
report (NwbBench *bench, GPtrArray *results[N_COUNTS])
{
  static const char *work[] = { "read", "change of another VM" };
  static const double limits[] = { 1.2, 1.3 };

  for (guint w = 0; w < G_N_ELEMENTS (work); w++)
    for (guint c = 1; c < N_COUNTS; c++)
      {
        const GArray *none = results[0]->pdata[w], *some = results[c]->pdata[w];
        const NwbFigure figures[] = { { "some", some, "us" }, { "none", none, "us" } };
        g_autofree char *name
          = g_strdup_printf ("6  %s, %u VMs stopped / none", work[w], counts[c]);

        nwb_report_add (bench->report, name, nwb_ratio (some, &(NwbTerm){ none, 1 }, 1), limits[w],
                        figures, 2);
      }
}

static GPtrArray *
new_samples (void)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  g_ptr_array_add (samples, g_array_new (FALSE, FALSE, sizeof (double)));
  g_ptr_array_add (samples, g_array_new (FALSE, FALSE, sizeof (double)));
  return samples;
}

/* Blocks in turn rather than samples in turn: it takes a while to stop VMs and to let them go. */
gboolean
nwb_row_hung (NwbBench *bench, GError **error)
{
  GPtrArray *results[N_COUNTS];
  gboolean done = nwb_bench_prepare_guests (bench, NWB_GUESTS, error);

  for (guint i = 0; i < N_COUNTS; i++)
    results[i] = new_samples ();
  for (guint i = 0; done && i < BLOCKS * N_COUNTS; i++)
    {
      guint turn = (i + i / N_COUNTS) % N_COUNTS;

      done = take_block (bench, counts[turn], results[turn], error);
    }
  if (done)
    report (bench, results);
  for (guint i = 0; i < N_COUNTS; i++)
    g_ptr_array_unref (results[i]);
  return done;
}
