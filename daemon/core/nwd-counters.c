/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-counters.h"

#include "nwd-number.h"

static const char *const names[] = {
  "rx-bytes", "rx-packets", "rx-errors", "rx-dropped",
  "tx-bytes", "tx-packets", "tx-errors", "tx-dropped",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == NWD_N_COUNTERS);

const char *
nwd_counter_name (NwdCounter counter)
{
  return names[counter];
}

void
nwd_counters_grow (NwdCounters *total,
                   const NwdCounters *since,
                   const NwdCounters *now,
                   gboolean swapped)
{
  guint shift = swapped ? NWD_TX_BYTES : 0;

  for (guint i = 0; i < NWD_N_COUNTERS; i++)
    total->of[(i + shift) % NWD_N_COUNTERS] += now->of[i] - since->of[i];
}

gboolean
nwd_counters_fell (const NwdCounters *before, const NwdCounters *now)
{
  for (guint i = 0; i < NWD_N_COUNTERS; i++)
    if (now->of[i] < before->of[i])
      return TRUE;
  return FALSE;
}

gboolean
nwd_counters_is_zero (const NwdCounters *counters)
{
  for (guint i = 0; i < NWD_N_COUNTERS; i++)
    if (counters->of[i] != 0)
      return FALSE;
  return TRUE;
}

char *
nwd_counters_to_text (const NwdCounters *counters)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < NWD_N_COUNTERS; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i ? " " : "", counters->of[i]);
  return g_string_free (text, FALSE);
}

gboolean
nwd_counters_parse (const char *text, NwdCounters *counters)
{
  g_auto (GStrv) numbers = g_strsplit (text, " ", NWD_N_COUNTERS + 1);

  if (g_strv_length (numbers) != NWD_N_COUNTERS)
    return FALSE;
  for (guint i = 0; i < NWD_N_COUNTERS; i++)
    if (!nwd_number_parse (numbers[i], 0, G_MAXUINT64, &counters->of[i]))
      return FALSE;
  return TRUE;
}
