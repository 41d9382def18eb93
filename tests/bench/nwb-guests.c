/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwb-bench.h"
#include "nwb-process.h"

#define NOTICE_SECONDS 5

static const NwbCall find_vnic = { NWB_OURS, NWB_ROOT, NWB_MANAGER, "FindVnic" };
static const NwbCall find_network = { NWB_OURS, NWB_ROOT, NWB_MANAGER, "FindNetwork" };

static gboolean
find_card (NwbBench *bench, NwbCard *card, GError **error)
{
  g_autoptr (GVariant) found
    = nwb_bus_call (bench->bus, &find_vnic, g_variant_new ("(s)", card->mac), NULL, error);
  g_autoptr (GVariantIter) paths = NULL;

  if (!found)
    return FALSE;
  g_variant_get (found, "(ao)", &paths);
  if (g_variant_iter_next (paths, "o", &card->path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "netwiringd has no card %s", card->mac);
  return FALSE;
}

static gboolean
find_networks (NwbBench *bench, GError **error)
{
  static const char *bridges[NWB_BRIDGES] = { "nwb0", "nwb1" };

  for (guint i = 0; i < NWB_BRIDGES; i++)
    {
      g_autoptr (GVariant) found
        = nwb_bus_call (bench->bus, &find_network, g_variant_new ("(s)", bridges[i]), NULL, error);

      if (!found)
        return FALSE;
      g_clear_pointer (&bench->networks[i], g_free);
      g_variant_get (found, "(o)", &bench->networks[i]);
    }
  return TRUE;
}

static gboolean
add_card (NwbBench *bench, NwbKind kind, guint guest, guint nic, GError **error)
{
  g_autoptr (NwbCard) card = nwb_card_new (bench->checker, kind, guest, nic, error);

  if (!card || !find_card (bench, card, error))
    return FALSE;
  g_ptr_array_add (bench->cards, g_steal_pointer (&card));
  return TRUE;
}

/* @n guests of @kind and no others, of which @nics cards each take part. */
static gboolean
prepare (NwbBench *bench, NwbKind kind, guint n, guint nics, GError **error)
{
  nwb_daemon_stop (bench);
  for (NwbKind other = 0; other < NWB_N_KINDS; other++)
    if (!nwb_domains_ensure (bench->checker, other, other == kind ? n : 0, error))
      return FALSE;
  if (!nwb_daemon_start (bench, NULL, error) || !find_networks (bench, error))
    return FALSE;

  g_ptr_array_set_size (bench->cards, 0);
  for (guint i = 0; i < n * nics; i++)
    if (!add_card (bench, kind, i / nics, i % nics, error))
      return FALSE;
  nwb_process_pin_all (TRUE);
  return TRUE;
}

gboolean
nwb_bench_prepare_guests (NwbBench *bench, guint n, GError **error)
{
  return prepare (bench, NWB_GUEST, n, 1, error);
}

gboolean
nwb_bench_prepare_wide (NwbBench *bench, guint n, GError **error)
{
  return prepare (bench, NWB_WIDE, n, NWB_NICS, error);
}

/* Whether netwiringd shows the card as it is: 1, 0, or -1 with an error. */
static int
is_known (NwbBench *bench, const NwbCard *card, GError **error)
{
  g_autoptr (GVariant) linked
    = nwb_bus_get (bench->bus, NWB_OURS, card->path, NWB_VNIC, "Linked", error);
  g_autoptr (GVariant) network
    = linked ? nwb_bus_get (bench->bus, NWB_OURS, card->path, NWB_VNIC, "Network", error) : NULL;

  if (!network)
    return -1;
  return g_variant_get_boolean (linked) == card->linked
         && g_str_equal (g_variant_get_string (network, NULL), bench->networks[card->bridge]);
}

gboolean
nwb_bench_settle (NwbBench *bench, NwbCard *card, GError **error)
{
  gint64 end = g_get_monotonic_time () + NOTICE_SECONDS * G_USEC_PER_SEC;
  int known;

  while ((known = is_known (bench, card, error)) == 0 && g_get_monotonic_time () < end)
    g_thread_yield ();
  if (known == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                 "netwiringd does not notice that %s changed", card->mac);
  return known == 1 && nwb_process_wait_for_quiet (error);
}
