/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-meters.h"

#include "nwd-error.h"
#include "nwd-number.h"

#define BOOT "boot-0"

/* "index swapped counters" of each link, ";" between. */
static char *
feeds_to_text (GPtrArray *feeds)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < feeds->len; i++)
    {
      const NwdFeed *feed = g_ptr_array_index (feeds, i);
      g_autofree char *last = nwd_counters_to_text (&feed->last);

      if (feed->begun)
        g_string_append_printf (text, "%s%u %d %s", text->len ? ";" : "", feed->link, feed->swapped,
                                last);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse_feed (const char *text, NwdMeters *meters, NwdMeter *meter)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  guint64 index = 0, swapped = 0;
  NwdCounters last;

  if (g_strv_length (words) != 3 || !nwd_number_parse (words[0], 1, G_MAXINT, &index)
      || !nwd_number_parse (words[1], 0, 1, &swapped) || !nwd_counters_parse (words[2], &last))
    return FALSE;
  nwd_meters_add_feed (meters, meter, (guint)index, swapped == 1)->last = last;
  return TRUE;
}

static gboolean
parse_feeds (const char *text, NwdMeters *meters, NwdMeter *meter)
{
  g_auto (GStrv) feeds = g_strsplit (text, ";", -1);

  for (char **feed = feeds; *feed; feed++)
    if (!parse_feed (*feed, meters, meter))
      return FALSE;
  return TRUE;
}

static void
put_meter (NwdDocument *document, const char *group, const NwdMeter *meter)
{
  g_autofree char *total = nwd_counters_to_text (&meter->total);
  g_autofree char *feeds = feeds_to_text (meter->feeds);

  nwd_document_set_string (document, group, "kind", nwd_kind_get_segment (meter->kind));
  nwd_document_set_string (document, group, "id", meter->id);
  nwd_document_set_string (document, group, "total", total);
  nwd_document_set_string (document, group, "links", feeds);
}

gboolean
nwd_codec_meters_put (NwdDocument *document, const NwdMeters *meters, const char *boot_id)
{
  g_autoptr (GPtrArray) list = nwd_meters_list (meters);
  guint n = 0;

  nwd_document_set_string (document, BOOT, "id", boot_id);
  for (guint i = 0; i < list->len; i++)
    {
      const NwdMeter *meter = g_ptr_array_index (list, i);
      g_autofree char *key = g_strdup_printf ("%u", n);
      g_autofree char *group = nwd_document_group ("meter", key);

      if (!nwd_meter_is_worth_keeping (meter))
        continue;
      put_meter (document, group, meter);
      n++;
    }
  return n > 0;
}

/* NWD_N_KINDS: there is no such kind. */
static NwdKind
parse_kind (const char *text)
{
  NwdKind kind = 0;

  while (kind < NWD_N_KINDS && !g_str_equal (nwd_kind_get_segment (kind), text))
    kind++;
  return kind;
}

static gboolean
get_meter (const NwdDocument *document,
           const char *group,
           NwdMeters *meters,
           gboolean same_boot,
           GError **error)
{
  g_autofree char *kind = NULL, *id = NULL, *total = NULL, *feeds = NULL;
  NwdMeter *meter = NULL;

  if (!nwd_document_get_string (document, group, "kind", &kind, error)
      || !nwd_document_get_string (document, group, "id", &id, error)
      || !nwd_document_get_string (document, group, "total", &total, error)
      || !nwd_document_get_string (document, group, "links", &feeds, error))
    return FALSE;
  if (parse_kind (kind) < NWD_N_KINDS)
    meter = nwd_meters_get (meters, parse_kind (kind), id);
  if (!meter || !nwd_counters_parse (total, &meter->total)
      || (same_boot && *feeds && !parse_feeds (feeds, meters, meter)))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] cannot be read", group);
      return FALSE;
    }
  meter->known = TRUE;
  return TRUE;
}

gboolean
nwd_codec_meters_get (const NwdDocument *document,
                      NwdMeters *meters,
                      const char *boot_id,
                      GError **error)
{
  g_auto (GStrv) groups = nwd_document_list (document, "meter");
  g_autofree char *boot = NULL;

  if (!nwd_document_get_string (document, BOOT, "id", &boot, error))
    return FALSE;
  for (char **group = groups; *group; group++)
    if (!get_meter (document, *group, meters, g_str_equal (boot, boot_id), error))
      return FALSE;
  return TRUE;
}
