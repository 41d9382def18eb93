/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* "wire FILE": many cards at once, all or nothing. */

#include "nwc-command.h"

#include "nwc-confirm.h"
#include "nwc-exit.h"
#include "nwc-output.h"
#include "nwc-table.h"
#include "nwc-text.h"
#include "nwc-value.h"

#include <stdio.h>

/* What the file may say of a card, and how the bus wants it. */
static const struct
{
  const char *key;
  const char *type;
} keys[] = {
  { "linked", "b" },
  { "network", "s" },
  { "plugged", "b" },
  { "mirrored-networks", "as" },
  { "name", "s" },
  { "mac-address", "s" },
  { "model", "s" },
  { "mtu", "u" },
  { "port-isolated", "b" },
  { "filter", "s" },
  { "filter-parameters", "a{ss}" },
  { "virtual-port", "a{sv}" },
};

static gboolean
refuse (guint i, const char *what, GError **error)
{
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "change %u: %s", i + 1, what);
  return FALSE;
}

static const char *
type_of (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (key, keys[i].key))
      return keys[i].type;
  return NULL;
}

/* Floating. "network": null is the empty network. */
static GVariant *
read_value (const char *key, JsonNode *node, GError **error)
{
  const char *type = type_of (key);
  g_autoptr (GError) local = NULL;
  GVariant *value = NULL;

  if (!type)
    {
      g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "unknown key \"%s\"", key);
      return NULL;
    }
  if (g_str_equal (type, "s") && json_node_is_null (node))
    return g_variant_new_string ("");
  value = json_gvariant_deserialize (node, type, &local);
  if (!value)
    g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: %s", key, local->message);
  return value;
}

static GVariant *
read_values (JsonObject *changes, GError **error)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_autoptr (GList) members = json_object_get_members (changes);

  for (GList *l = members; l; l = l->next)
    {
      GVariant *value = read_value (l->data, json_object_get_member (changes, l->data), error);

      if (!value)
        return NULL;
      g_variant_dict_insert_value (dict, l->data, value);
    }
  return g_variant_dict_end (dict);
}

static JsonNode *
get_member (JsonNode *element, const char *name, JsonNodeType type)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && json_node_get_node_type (node) == type ? node : NULL;
}

static gboolean
add_change (NwcClient *client, GVariantBuilder *changes, JsonNode *element, guint i, GError **error)
{
  JsonNode *name = get_member (element, "vnic", JSON_NODE_VALUE);
  JsonNode *values = get_member (element, "changes", JSON_NODE_OBJECT);
  const char *word = name ? json_node_get_string (name) : NULL;
  const NwcObject *vnic = NULL;
  GVariant *dict = NULL;

  if (!word || !values)
    return refuse (i, "must be {\"vnic\": NAME, \"changes\": {…}}", error);
  vnic = nwc_client_find (client, NWC_KIND_VNIC, word, error);
  dict = vnic ? read_values (json_node_get_object (values), error) : NULL;
  if (!dict)
    {
      g_prefix_error (error, "change %u: ", i + 1);
      return FALSE;
    }
  g_variant_builder_add (changes, "(o@a{sv})", vnic->path, dict);
  return TRUE;
}

static JsonArray *
load (JsonParser *parser, const char *path, GError **error)
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
  if (root && JSON_NODE_HOLDS_ARRAY (root))
    return json_node_get_array (root);
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: must be a list of changes", path);
  return NULL;
}

/* --- what came of it --- */

static void
add_cell (NwcTable *table, const NwcObjects *objects, GVariant *step, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (step, key, NULL);
  g_autofree char *text = value ? nwc_value_text (objects, value) : NULL;

  nwc_table_add_cell (table, text ? text : "");
}

static void
print_steps (const NwcClient *client, GVariant *steps)
{
  static const char *const columns[][2] = {
    { "OBJECT", "object" }, { "DO", "do" }, { "PROPERTY", "property" },
    { "FROM", "from" },     { "TO", "to" }, { "GUEST SEES", "guest-sees" },
  };
  g_autoptr (NwcTable) table = nwc_table_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    nwc_table_add_column (table, columns[i][0], NWC_ALIGN_LEFT);
  for (gsize n = 0; n < g_variant_n_children (steps); n++)
    {
      g_autoptr (GVariant) step = g_variant_get_child_value (steps, n);

      for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
        add_cell (table, client->objects, step, columns[i][1]);
    }
  text = nwc_table_format (table, !client->options->no_legend);
  nwc_output_text (text);
}

static void
print_result (const NwcClient *client, GVariant *result)
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

static gboolean
wire (NwcClient *client, char **words, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *list = load (parser, words[0], error);
  g_auto (GVariantBuilder) changes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(oa{sv})"));
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) result = NULL;
  g_autoptr (GError) local = NULL;
  const char *checkpoint = "/";

  if (!list)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!add_change (client, &changes, json_array_get_element (list, i), i, error))
      return FALSE;
  if (!client->objects && !nwc_client_load (client, error))
    return FALSE;
  reply = nwc_client_change (
    client, NWC_ROOT_PATH, NWC_KIND_SERVICE, "ApplyWiring",
    g_variant_new ("(a(oa{sv})@a{sv})", &changes, nwc_client_options (client)), "(a{sv})", &local);
  if (!reply)
    {
      tell_lines (local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  result = g_variant_get_child_value (reply, 0);
  print_result (client, result);
  g_variant_lookup (result, "checkpoint", "&o", &checkpoint);
  return g_str_equal (checkpoint, "/") || nwc_confirm (client, checkpoint, error);
}

const NwcCommand nwc_wire_commands[] = {
  { "wire", NULL, "FILE", 1, 1, NWC_TAKES_DRY_RUN | NWC_TAKES_WIRING | NWC_TAKES_CONFIRM, wire },
  { NULL },
};
