/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-meters-private.h"

#include "nwd-path.h"

NwdMeters *
nwd_meters_new (void)
{
  NwdMeters *meters = g_new0 (NwdMeters, 1);

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    meters->meters[kind]
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)nwd_meter_free);
  meters->feeds = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  return meters;
}

void
nwd_meters_free (NwdMeters *meters)
{
  g_hash_table_unref (meters->feeds);
  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    g_hash_table_unref (meters->meters[kind]);
  g_free (meters);
}

NwdMeter *
nwd_meters_get (NwdMeters *meters, NwdKind kind, const char *id)
{
  NwdMeter *meter = g_hash_table_lookup (meters->meters[kind], id);

  if (meter)
    return meter;
  meter = nwd_meter_new (kind, id);
  g_hash_table_insert (meters->meters[kind], meter->id, meter);
  meters->monotonic = 0;
  return meter;
}

GPtrArray *
nwd_meters_list (const NwdMeters *meters)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer meter;

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      g_hash_table_iter_init (&iter, meters->meters[kind]);
      while (g_hash_table_iter_next (&iter, NULL, &meter))
        g_ptr_array_add (list, meter);
    }
  return list;
}

/* --- feeds --- */

GPtrArray *
nwd_meters_get_feeds (const NwdMeters *meters, guint index)
{
  return g_hash_table_lookup (meters->feeds, GUINT_TO_POINTER (index));
}

NwdFeed *
nwd_meters_add_feed (NwdMeters *meters, NwdMeter *meter, guint index, gboolean swapped)
{
  GPtrArray *feeds = nwd_meters_get_feeds (meters, index);
  NwdFeed *feed = g_new0 (NwdFeed, 1);

  feed->meter = meter;
  feed->link = index;
  feed->swapped = swapped;
  feed->begun = TRUE;
  if (!feeds)
    {
      feeds = g_ptr_array_new ();
      g_hash_table_insert (meters->feeds, GUINT_TO_POINTER (index), feeds);
    }
  g_ptr_array_add (feeds, feed);
  g_ptr_array_add (meter->feeds, feed);
  return feed;
}

void
nwd_meters_remove_feed (NwdMeters *meters, NwdFeed *feed)
{
  GPtrArray *feeds = nwd_meters_get_feeds (meters, feed->link);

  g_ptr_array_remove_fast (feeds, feed);
  if (feeds->len == 0)
    g_hash_table_remove (meters->feeds, GUINT_TO_POINTER (feed->link));
  g_ptr_array_remove_fast (feed->meter->feeds, feed);
  meters->changed = TRUE;
}

void
nwd_meters_forget (NwdMeters *meters, NwdKind kind, const char *id)
{
  NwdMeter *meter = g_hash_table_lookup (meters->meters[kind], id);

  if (!meter)
    return;
  while (meter->feeds->len > 0)
    nwd_meters_remove_feed (meters, g_ptr_array_index (meter->feeds, meter->feeds->len - 1));
  g_hash_table_remove (meters->meters[kind], id);
  meters->changed = TRUE;
}

gboolean
nwd_meters_has_unread (const NwdMeters *meters)
{
  return meters->unread;
}

gboolean
nwd_meters_take_changed (NwdMeters *meters)
{
  gboolean changed = meters->changed;

  meters->changed = FALSE;
  return changed;
}

/* --- readings --- */

void
nwd_meters_hear_link (NwdMeters *meters, guint index, const NwdCounters *counters)
{
  GPtrArray *feeds = nwd_meters_get_feeds (meters, index);

  for (guint i = 0; feeds && i < feeds->len; i++)
    {
      NwdFeed *feed = g_ptr_array_index (feeds, i);

      nwd_feed_read (feed, counters, /* current= */ FALSE);
      feed->told = meters->reading;
    }
}

guint
nwd_meters_begin_reading (NwdMeters *meters)
{
  return ++meters->reading;
}

gboolean
nwd_meters_is_reading (const NwdMeters *meters, guint number)
{
  return meters->reading == number;
}

void
nwd_meters_read (NwdMeters *meters, guint index, const NwdCounters *counters)
{
  GPtrArray *feeds = nwd_meters_get_feeds (meters, index);

  for (guint i = 0; feeds && i < feeds->len; i++)
    {
      NwdFeed *feed = g_ptr_array_index (feeds, i);

      nwd_feed_read (feed, counters, /* current= */ feed->told != meters->reading);
    }
}

void
nwd_meters_take_sample (NwdMeters *meters, gint64 time, gint64 monotonic)
{
  GHashTableIter iter;
  gpointer meter;

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      g_hash_table_iter_init (&iter, meters->meters[kind]);
      while (g_hash_table_iter_next (&iter, NULL, &meter))
        nwd_meter_take_sample (meter, monotonic);
    }
  meters->time = time;
  meters->monotonic = monotonic;
  meters->unread = FALSE;
}

gint64
nwd_meters_get_sample_time (const NwdMeters *meters)
{
  return meters->monotonic;
}

/* --- what callers are told --- */

/* The names are made once: an answer has eleven of them for each object. */
static GVariant *
get_name (NwdCounter counter)
{
  static GVariant *names[NWD_N_COUNTERS];

  if (!names[counter])
    names[counter] = g_variant_ref_sink (g_variant_new_string (nwd_counter_name (counter)));
  return names[counter];
}

static GVariant *
entry (GVariant *name, GVariant *value)
{
  return g_variant_new_dict_entry (name, g_variant_new_variant (value));
}

static void
add_rate (GVariantBuilder *answer, const char *name, const NwdMeter *meter, NwdCounter counter)
{
  gint64 time = meter->sample.time - meter->before.time;
  guint64 bytes = meter->sample.total.of[counter] - meter->before.total.of[counter];

  g_variant_builder_add (answer, "{sv}", name,
                         g_variant_new_double ((double)bytes * G_USEC_PER_SEC / (double)time));
}

static GVariant *
describe_counters (const NwdMeters *meters, const NwdMeter *meter)
{
  GVariantBuilder answer = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&answer, "{sv}", "sample-time",
                         g_variant_new_uint64 ((guint64)meters->time));
  for (NwdCounter i = 0; meter && meter->known && i < NWD_N_COUNTERS; i++)
    g_variant_builder_add_value (
      &answer, entry (get_name (i), g_variant_new_uint64 (meter->sample.total.of[i])));
  if (meter && meter->known && meter->before.time && meter->sample.time > meter->before.time)
    {
      add_rate (&answer, "rx-rate", meter, NWD_RX_BYTES);
      add_rate (&answer, "tx-rate", meter, NWD_TX_BYTES);
    }
  return g_variant_builder_end (&answer);
}

static GVariant *
describe (const NwdMeters *meters, NwdKind kind, const char *id, const NwdMeter *meter)
{
  g_autofree char *path = nwd_path_new (kind, id);

  return g_variant_ref_sink (
    g_variant_new_dict_entry (g_variant_new_object_path (path), describe_counters (meters, meter)));
}

GVariant *
nwd_meters_describe (NwdMeters *meters, NwdKind kind, const char *id)
{
  NwdMeter *meter = g_hash_table_lookup (meters->meters[kind], id);

  if (!meter)
    return describe (meters, kind, id, NULL);
  if (!meter->answer)
    meter->answer = describe (meters, kind, id, meter);
  return g_variant_ref (meter->answer);
}
