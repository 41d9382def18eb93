/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-batch.h"

#include "nwc-confirm.h"
#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-text.h"
#include "nwc-value.h"

#include <stdio.h>

JsonNode *
nwc_batch_load (
  JsonParser *parser, const char *path, JsonNodeType type, const char *what, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *file = g_str_equal (path, "-") ? "/dev/stdin" : path;
  JsonNode *root = NULL;

  if (!json_parser_load_from_file (parser, file, &local))
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "cannot read %s: %s", path, local->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root && json_node_get_node_type (root) == type)
    return root;
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: must be %s", path, what);
  return NULL;
}

static const NwcBatchKey *
find_key (const NwcBatchKey *keys, const char *name)
{
  for (; keys->key; keys++)
    if (g_str_equal (name, keys->key))
      return keys;
  return NULL;
}

/* The a{sv} of @key, floating. */
static GVariant *
read_object (const NwcBatchKey *key, JsonNode *node, GError **error)
{
  GVariant *value = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    value = nwc_batch_read_values (key->keys, json_node_get_object (node), error);
  else
    g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "must be {…}");
  if (!value)
    g_prefix_error (error, "%s: ", key->key);
  return value;
}

/* Floating. */
static GVariant *
read_value (const NwcBatchKey *keys, const char *name, JsonNode *node, GError **error)
{
  const NwcBatchKey *key = find_key (keys, name);
  g_autoptr (GError) local = NULL;
  GVariant *value = NULL;

  if (!key)
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "unknown key \"%s\"", name);
      return NULL;
    }
  if (key->keys)
    return read_object (key, node, error);
  if (g_str_equal (key->type, "s") && json_node_is_null (node))
    return g_variant_new_string ("");
  value = json_gvariant_deserialize (node, key->type, &local);
  if (!value)
    g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: %s", name, local->message);
  return value;
}

GVariant *
nwc_batch_read_values (const NwcBatchKey *keys, JsonObject *object, GError **error)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    {
      GVariant *value = read_value (keys, l->data, json_object_get_member (object, l->data), error);

      if (!value)
        return NULL;
      g_variant_dict_insert_value (dict, l->data, value);
    }
  return g_variant_dict_end (dict);
}

static void
add_cell (NwcTable *table, const NwcObjects *objects, GVariant *step, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (step, key, NULL);
  g_autofree char *text = value ? nwc_value_text (objects, value) : NULL;

  nwc_table_add_cell (table, text ? text : "");
}

/* Whether machines that are off lose something by it. */
static gboolean
has_vms (GVariant *steps)
{
  for (gsize n = 0; n < g_variant_n_children (steps); n++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (steps, n);
      g_autoptr (GVariant) vms = g_variant_lookup_value (step, "vms", NULL);

      if (vms && g_variant_n_children (vms) > 0)
        return TRUE;
    }
  return FALSE;
}

static void
print_steps (const NwcClient *client, GVariant *steps)
{
  static const char *const columns[][2] = {
    { "OBJECT", "object" }, { "DO", "do" }, { "PROPERTY", "property" },
    { "FROM", "from" },     { "TO", "to" }, { "GUEST SEES", "guest-sees" },
    { "VMS", "vms" }, /* last: it is there where some step has it */
  };
  gsize n_columns = G_N_ELEMENTS (columns) - (has_vms (steps) ? 0 : 1);
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n_columns; i++)
    nwc_table_add_column (table, columns[i][0], NWC_ALIGN_LEFT);
  for (gsize n = 0; n < g_variant_n_children (steps); n++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (steps, n);

      for (gsize i = 0; i < n_columns; i++)
        add_cell (table, client->objects, step, columns[i][1]);
    }
  text = nwc_table_format (table, !client->options->no_legend);
  nwc_output_text (text);
}

void
nwc_batch_print (const NwcClient *client, GVariant *result)
{
  g_autoptr (GVariant) steps = g_variant_lookup_value (result, "steps", NULL);

  if (client->options->format != NWC_FORMAT_TEXT)
    {
      g_autoptr (JsonNode) json = nwc_value_json (client->objects, result);

      nwc_output_json (client, json);
    }
  else if (!client->options->quiet && steps)
    print_steps (client, steps);
}

/* What is wrong with several cards comes a line each: all but the last are told here. */
static void
tell_lines (GError *error)
{
  g_auto (GStrv) lines = g_strsplit (error->message, "\n", -1);
  guint n = g_strv_length (lines);

  for (guint i = 0; i + 1 < n; i++)
    {
      g_autofree char *text = nwc_text_escape (lines[i]);

      fprintf (stderr, "netwiringctl: %s\n", text);
    }
  g_free (error->message);
  error->message = g_strdup (n > 0 ? lines[n - 1] : "");
}

GVariant *
nwc_batch_call (NwcClient *client, const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GVariant) reply = nwc_client_change (client, NWC_ROOT_PATH, NWC_KIND_SERVICE, method,
                                                  parameters, "(a{sv})", &local);

  if (reply)
    return g_variant_get_child_value (reply, 0);
  tell_lines (local);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
nwc_batch_confirm (NwcClient *client, GVariant *result, GError **error)
{
  const char *checkpoint = "/";

  g_variant_lookup (result, "checkpoint", "&o", &checkpoint);
  return g_str_equal (checkpoint, "/") || nwc_confirm (client, checkpoint, error);
}
