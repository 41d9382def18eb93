/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-command.h"
#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-value.h"

#define A_TIME 500 /* objects: the service takes no larger message */

static const struct
{
  const char *title;
  const char *key;
} columns[] = {
  { "RX BYTES", "rx-bytes" },     { "RX PACKETS", "rx-packets" }, { "RX ERRORS", "rx-errors" },
  { "RX DROPPED", "rx-dropped" }, { "RX B/S", "rx-rate" },        { "TX BYTES", "tx-bytes" },
  { "TX PACKETS", "tx-packets" }, { "TX ERRORS", "tx-errors" },   { "TX DROPPED", "tx-dropped" },
  { "TX B/S", "tx-rate" },
};

static GVariant *
list_paths (GPtrArray *list, guint from)
{
  GVariantBuilder paths;

  g_variant_builder_init (&paths, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (guint i = from; i < list->len && i < from + A_TIME; i++)
    g_variant_builder_add (&paths, "o", ((NwcObject *)list->pdata[i])->path);
  return g_variant_builder_end (&paths);
}

static void
take_answers (GHashTable *all, GVariant *reply)
{
  g_autoptr (GVariantIter) iter = NULL;
  GVariant *statistics;
  char *path;

  g_variant_get (reply, "(a{oa{sv}})", &iter);
  while (g_variant_iter_next (iter, "{o@a{sv}}", &path, &statistics))
    g_hash_table_replace (all, path, statistics);
}

/* Path to a{sv}, of each in @list. */
static GHashTable *
get_statistics (NwcClient *client, GPtrArray *list, GError **error)
{
  g_autoptr (GHashTable) all
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);

  for (guint i = 0; i < list->len; i++)
    g_hash_table_insert (all, g_strdup (((NwcObject *)list->pdata[i])->path),
                         g_variant_ref_sink (g_variant_new ("a{sv}", NULL)));
  for (guint from = 0; from < list->len; from += A_TIME)
    {
      g_autoptr (GVariant) reply = nwc_client_change (
        client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "GetStatistics",
        g_variant_new ("(@aoa{sv})", list_paths (list, from), NULL), "(a{oa{sv}})", error);

      if (!reply)
        return NULL;
      take_answers (all, reply);
    }
  return g_steal_pointer (&all);
}

static char *
cell_text (GVariant *statistics, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (statistics, key, NULL);

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, g_variant_get_uint64 (value));
  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_strdup_printf ("%.0f", g_variant_get_double (value));
  return g_strdup ("");
}

static void
print_table (const NwcClient *client, NwcKind kind, GPtrArray *list, GHashTable *all)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *title = g_ascii_strup (nwc_kind_word (kind), -1);
  g_autofree char *text = NULL;

  nwc_table_add_column (table, title, NWC_ALIGN_LEFT);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    nwc_table_add_column (table, columns[i].title, NWC_ALIGN_RIGHT);
  for (guint n = 0; n < list->len; n++)
    {
      const NwcObject *object = list->pdata[n];
      g_autofree char *label = nwc_objects_label (client->objects, object);
      GVariant *statistics = g_hash_table_lookup (all, object->path);

      nwc_table_add_cell (table, label);
      for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          g_autofree char *cell = cell_text (statistics, columns[i].key);

          nwc_table_add_cell (table, cell);
        }
    }
  text = nwc_table_format (table, !client->options->no_legend);
  nwc_output_text (text);
}

static void
print_json (const NwcClient *client, GPtrArray *list, GHashTable *all)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);

  for (guint i = 0; i < list->len; i++)
    {
      const NwcObject *object = list->pdata[i];
      g_autofree char *label = nwc_objects_label (client->objects, object);
      GVariant *statistics = g_hash_table_lookup (all, object->path);
      JsonNode *element = nwc_value_json (client->objects, statistics);

      json_object_set_string_member (json_node_get_object (element), "Path", object->path);
      json_object_set_string_member (json_node_get_object (element), "Name", label);
      json_array_add_element (array, element);
    }
  nwc_output_json (client, node);
}

/* Those of @kind, or the one that is named. */
static GPtrArray *
choose (NwcClient *client, NwcKind kind, const char *word, GError **error)
{
  const NwcObject *object = word ? nwc_client_find (client, kind, word, error) : NULL;
  GPtrArray *one = NULL;

  if (!word)
    return nwc_client_load (client, error) ? nwc_objects_list (client->objects, kind) : NULL;
  if (!object)
    return NULL;
  one = g_ptr_array_new ();
  g_ptr_array_add (one, (gpointer)object);
  return one;
}

static gboolean
show (NwcClient *client, NwcKind kind, const char *word, GError **error)
{
  g_autoptr (GPtrArray) list = choose (client, kind, word, error);
  g_autoptr (GHashTable) all = list ? get_statistics (client, list, error) : NULL;

  if (!all)
    return FALSE;
  if (client->options->format == NWC_FORMAT_TEXT)
    print_table (client, kind, list, all);
  else
    print_json (client, list, all);
  return TRUE;
}

static gboolean
show_attachments (NwcClient *client, char **words, GError **error)
{
  return show (client, NWC_KIND_ATTACHMENT, words[0], error);
}

static gboolean
show_nics (NwcClient *client, char **words, GError **error)
{
  return show (client, NWC_KIND_NIC, words[0], error);
}

static gboolean
show_vnics (NwcClient *client, char **words, GError **error)
{
  return show (client, NWC_KIND_VNIC, words[0], error);
}

const NwcCommand nwc_stats_commands[] = {
  { "attachment", "stats", "[ATTACHMENT]", 0, 1, NWC_TAKES_NOTHING, show_attachments },
  { "nic", "stats", "[NIC]", 0, 1, NWC_TAKES_NOTHING, show_nics },
  { "vnic", "stats", "[VNIC]", 0, 1, NWC_TAKES_NOTHING, show_vnics },
  { NULL },
};
