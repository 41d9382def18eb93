/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-output.h"

#include "nwc-table.h"
#include "nwc-text.h"
#include "nwc-value.h"

#include <stdio.h>

void
nwc_output_text (const char *text)
{
  /* Not g_print(), which converts to the locale's character set; main() looks for errors. */
  fputs (text, stdout);
}

void
nwc_output_json (const NwcClient *client, JsonNode *node)
{
  g_autofree char *text
    = nwc_value_json_format (node, client->options->format == NWC_FORMAT_JSON_PRETTY);

  nwc_output_text (text);
  nwc_output_text ("\n");
}

static void
print_table (const NwcClient *client, const NwcTable *table, gboolean legend)
{
  g_autofree char *text = nwc_table_format (table, legend && !client->options->no_legend);

  nwc_output_text (text);
}

static char *
cell_text (const NwcObjects *objects, const NwcObject *object, const NwcColumn *column)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (object->properties, column->property, NULL);

  if (!value)
    return g_strdup ("");
  if (column->show == NWC_SHOW_COUNT && g_variant_is_container (value))
    return g_strdup_printf ("%" G_GSIZE_FORMAT, g_variant_n_children (value));
  return nwc_value_text (objects, value);
}

static void
add_row (NwcTable *table,
         const NwcObjects *objects,
         const NwcObject *object,
         const NwcColumn *columns)
{
  for (const NwcColumn *column = columns; column->title; column++)
    {
      g_autofree char *text = cell_text (objects, object, column);

      nwc_table_add_cell (table, text);
    }
}

static void
print_list_json (const NwcClient *client, GPtrArray *list)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);

  for (guint i = 0; i < list->len; i++)
    json_array_add_element (array, nwc_value_object_json (client->objects, list->pdata[i]));
  nwc_output_json (client, node);
}

void
nwc_output_list (const NwcClient *client, GPtrArray *list, const NwcColumn *columns)
{
  g_autoptr (NwcTable) table = nwc_table_new ();

  if (client->options->format != NWC_FORMAT_TEXT)
    {
      print_list_json (client, list);
      return;
    }
  for (const NwcColumn *column = columns; column->title; column++)
    nwc_table_add_column (table, column->title,
                          column->show == NWC_SHOW_TEXT ? NWC_ALIGN_LEFT : NWC_ALIGN_RIGHT);
  for (guint i = 0; i < list->len; i++)
    add_row (table, client->objects, list->pdata[i], columns);
  print_table (client, table, TRUE);
}

static void
print_object_text (const NwcClient *client, const NwcObject *object)
{
  g_autoptr (NwcTable) table = nwc_table_new ();
  const char *name;
  GVariant *value;
  GVariantIter iter;

  nwc_table_add_column (table, "PROPERTY", NWC_ALIGN_LEFT);
  nwc_table_add_column (table, "VALUE", NWC_ALIGN_LEFT);
  g_variant_iter_init (&iter, object->properties);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autofree char *text = nwc_value_text (client->objects, value);

      nwc_table_add_cell (table, name);
      nwc_table_add_cell (table, text);
    }
  print_table (client, table, FALSE);
}

void
nwc_output_object (const NwcClient *client, const NwcObject *object)
{
  g_autoptr (JsonNode) node = NULL;

  if (client->options->format == NWC_FORMAT_TEXT)
    {
      print_object_text (client, object);
      return;
    }
  node = nwc_value_object_json (client->objects, object);
  nwc_output_json (client, node);
}

static void
print_done_json (
  const NwcClient *client, NwcKind kind, const char *label, const char *path, const char *done)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "Kind", nwc_kind_word (kind));
  json_object_set_string_member (object, "Name", label);
  if (g_str_equal (path, "/"))
    json_object_set_null_member (object, "Path");
  else
    json_object_set_string_member (object, "Path", path);
  json_object_set_string_member (object, "Done", done);
  json_object_set_boolean_member (object, "DryRun", client->options->dry_run);
  nwc_output_json (client, node);
}

void
nwc_output_done (
  const NwcClient *client, NwcKind kind, const char *label, const char *path, const char *done)
{
  g_autofree char *plain = NULL;
  g_autofree char *line = NULL;

  if (client->options->quiet)
    return;
  if (client->options->format != NWC_FORMAT_TEXT)
    {
      print_done_json (client, kind, label, path, done);
      return;
    }
  plain = g_strdup_printf ("%s %s: %s%s", nwc_kind_word (kind), label, done,
                           client->options->dry_run ? " (dry run: nothing was changed)" : "");
  line = nwc_text_escape (plain);
  nwc_output_text (line);
  nwc_output_text ("\n");
}
