/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"

#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-time.h"
#include "nwc-value.h"

/* --- what is asked for --- */

/* The path of whatever @word names; a path is taken as it is, its object may be gone. */
static char *
find_object (NwcClient *client, const char *word, GError **error)
{
  if (g_variant_is_object_path (word))
    return g_strdup (word);
  for (NwcKind kind = 0; kind < NWC_KIND_SERVICE; kind++)
    {
      g_autoptr (GError) local = NULL;
      const NwcObject *object = nwc_client_find (client, kind, word, &local);

      if (object)
        return g_strdup (object->path);
      if (!g_error_matches (local, NWC_ERROR, NWC_EXIT_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  g_set_error (error, NWC_ERROR, NWC_EXIT_NOT_FOUND, "no object \"%s\"", word);
  return NULL;
}

/* The command line has words where the bus wants a path and a time. */
static gboolean
translate (NwcClient *client, GError **error)
{
  GVariantDict *filter = client->options->changes;
  g_autofree char *word = NULL;
  g_autofree char *path = NULL;
  g_autofree char *since = NULL;
  guint64 time;

  if (g_variant_dict_lookup (filter, "since", "s", &since))
    {
      if (!nwc_time_parse (since, &time, error))
        return FALSE;
      g_variant_dict_insert (filter, "since", "t", time);
    }
  if (g_variant_dict_lookup (filter, "object", "s", &word))
    {
      path = find_object (client, word, error);
      if (!path)
        return FALSE;
      g_variant_dict_insert (filter, "object", "o", path);
    }
  return TRUE;
}

/* --- what is said of it --- */

static char *
cell_text (GVariant *entry, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (entry, key, NULL);

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return nwc_time_text (g_variant_get_uint64 (value));
  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return g_strdup_printf ("%u", g_variant_get_uint32 (value));
  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  return g_strdup ("");
}

static void
print_table (const NwcClient *client, GVariant *entries)
{
  static const char *const keys[] = { "time", "severity", "uid", "event", "message" };
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *title = g_ascii_strup (keys[i], -1);

      nwc_table_add_column (table, title,
                            g_str_equal (keys[i], "uid") ? NWC_ALIGN_RIGHT : NWC_ALIGN_LEFT);
    }
  for (gsize n = 0; n < g_variant_n_children (entries); n++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (entries, n);

      for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
        {
          g_autofree char *cell = cell_text (entry, keys[i]);

          nwc_table_add_cell (table, cell);
        }
    }
  text = nwc_table_format (table, !client->options->no_legend);
  nwc_output_text (text);
}

static gboolean
print_json (NwcClient *client, GVariant *entries, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  /* For the names of the objects. */
  if (!client->objects && !nwc_client_load (client, error))
    return FALSE;
  node = nwc_value_json (client->objects, entries);
  nwc_output_json (client, node);
  return TRUE;
}

static gboolean
run (NwcClient *client, char **words, GError **error)
{
  g_autoptr (GVariant) entries = NULL;
  g_autoptr (GVariant) reply = NULL;

  if (!translate (client, error))
    return FALSE;
  reply = nwc_client_change (client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "GetHistory",
                             g_variant_new ("(@a{sv})", nwc_client_changes (client)), "(aa{sv})",
                             error);
  if (!reply)
    return FALSE;
  entries = g_variant_get_child_value (reply, 0);
  if (client->options->format != NWC_FORMAT_TEXT)
    return print_json (client, entries, error);
  print_table (client, entries);
  return TRUE;
}

const NwcCommand nwc_history_commands[] = {
  { "history", NULL, "", 0, 0, NWC_TAKES_HISTORY, run },
  { NULL },
};
