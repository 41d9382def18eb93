/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-change.h"
#include "nwb-process.h"

#include <signal.h>

#define WATCHDOG 120 /* s */
#define PATIENCE 20  /* s */
#define GUESTS   (1 + 1 + 5 + 25)

/* How many VMs are stopped while we look, one block after the other; none in between. No VM is
 * stopped twice: one that has just answered is trusted more than one that has not. */
static const guint blocks[] = { 0, 1, 0, 5, 0, 25, 0 };

/* The guests whose QEMU is stopped, each with a change under way. */
typedef struct
{
  guint first; /* index of its card */
  guint n;
  GArray *pids;
  guint unanswered;
  int watchdog;
} Hung;

static GArray *
find_pids (NwbBench *bench, const Hung *hung, GError **error)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (GPid));

  for (guint i = 0; i < hung->n; i++)
    {
      const NwbCard *card = bench->cards->pdata[hung->first + i];
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
wait_until_occupied (NwbBench *bench, const Hung *hung, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  do
    {
      guint occupied = 0;

      for (guint i = 0; i < hung->n; i++)
        occupied += is_occupied (bench, bench->cards->pdata[hung->first + i]);
      if (occupied >= MIN (hung->n, 5))
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
stop_guests (NwbBench *bench, Hung *hung, GError **error)
{
  hung->pids = find_pids (bench, hung, error);
  if (!hung->pids)
    return FALSE;
  hung->watchdog = nwb_process_start_watchdog (hung->pids, WATCHDOG);
  nwb_process_signal (hung->pids, SIGSTOP);
  for (guint i = 0; i < hung->n; i++)
    ask_for_change (bench, hung, bench->cards->pdata[hung->first + i]);
  return hung->n == 0 || wait_until_occupied (bench, hung, error);
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
    {
      NwbCard *card = bench->cards->pdata[hung->first + i];

      if (!nwb_card_read (card, bench->checker, error) || !nwb_bench_settle (bench, card, error))
        return FALSE;
    }
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
  return nwb_change (bench, 0, NWB_CHANGE_LINK, nwb_make_ours, microseconds, error);
}

static GPtrArray *
take_block (NwbBench *bench, guint first, guint n, GError **error)
{
  const NwbContender work[] = { { "read", sample_read, 1 }, { "change", sample_change, 1 } };
  g_autoptr (GPtrArray) block = NULL;
  Hung hung = { first, n };

  if (stop_guests (bench, &hung, error))
    block = nwb_contest (bench, work, G_N_ELEMENTS (work), bench->rounds, error);
  if (!block)
    g_prefix_error (error, "with %u VMs stopped: ", n);
  if (!hung.pids || !resume_guests (bench, &hung, block ? error : NULL))
    return NULL;
  return g_steal_pointer (&block);
}

/* Samples of work @w in all blocks where nothing was stopped. */
static GArray *
collect_none (GPtrArray *results, guint w)
{
  GArray *none = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint b = 0; b < results->len; b++)
    if (blocks[b] == 0)
      {
        const GArray *taken = ((GPtrArray *)results->pdata[b])->pdata[w];

        g_array_append_vals (none, taken->data, taken->len);
      }
  return none;
}

static void
report (NwbBench *bench, GPtrArray *results, guint w, const char *work, double limit)
{
  g_autoptr (GArray) none = collect_none (results, w);

  for (guint b = 0; b < results->len; b++)
    if (blocks[b] > 0)
      {
        const GArray *some = ((GPtrArray *)results->pdata[b])->pdata[w];
        const NwbFigure figures[] = { { "some", some, "us" }, { "none", none, "us" } };
        g_autofree char *name = g_strdup_printf ("6  %s, %u VMs stopped / none", work, blocks[b]);

        nwb_report_add (bench->report, name, nwb_ratio (some, &(NwbTerm){ none, 1 }, 1), limit,
                        figures, G_N_ELEMENTS (figures));
      }
}

gboolean
nwb_row_hung (NwbBench *bench, GError **error)
{
  g_autoptr (GPtrArray) results
    = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  guint first = 1;

  if (!nwb_bench_prepare_guests (bench, GUESTS, error))
    return FALSE;
  for (guint b = 0; b < G_N_ELEMENTS (blocks); b++)
    {
      GPtrArray *block = take_block (bench, first, blocks[b], error);

      if (!block)
        return FALSE;
      g_ptr_array_add (results, block);
      first += blocks[b];
    }
  report (bench, results, 0, "read", 1.2);
  report (bench, results, 1, "change of another VM", 1.3);
  return TRUE;
}
