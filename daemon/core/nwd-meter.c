/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-meter.h"

NwdMeter *
nwd_meter_new (NwdKind kind, const char *id)
{
  NwdMeter *meter = g_new0 (NwdMeter, 1);

  meter->kind = kind;
  meter->id = g_strdup (id);
  meter->feeds = g_ptr_array_new_with_free_func (g_free);
  return meter;
}

void
nwd_meter_free (NwdMeter *meter)
{
  g_free (meter->id);
  g_ptr_array_unref (meter->feeds);
  g_clear_pointer (&meter->answer, g_variant_unref);
  g_free (meter);
}

void
nwd_feed_read (NwdFeed *feed, const NwdCounters *now, gboolean current)
{
  static const NwdCounters zero;
  gboolean fell = feed->begun && nwd_counters_fell (&feed->last, now);

  feed->meter->known = TRUE;
  if (fell && !current)
    return;
  if (feed->begun)
    nwd_counters_grow (&feed->meter->total, fell ? &zero : &feed->last, now, feed->swapped);
  feed->last = *now;
  feed->begun = TRUE;
}

void
nwd_meter_take_sample (NwdMeter *meter, gint64 time)
{
  meter->before = meter->sample;
  meter->sample.total = meter->total;
  meter->sample.time = time;
  g_clear_pointer (&meter->answer, g_variant_unref);
}

gboolean
nwd_meter_is_worth_keeping (const NwdMeter *meter)
{
  if (!nwd_counters_is_zero (&meter->total))
    return TRUE;
  for (guint i = 0; i < meter->feeds->len; i++)
    {
      const NwdFeed *feed = g_ptr_array_index (meter->feeds, i);

      if (!nwd_counters_is_zero (&feed->last))
        return TRUE;
    }
  return FALSE;
}
