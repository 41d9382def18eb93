/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* "wire FILE": many cards at once, all or nothing. */

#include "nwc-command.h"

#include "nwc-batch.h"
#include "nwc-exit.h"

/* What the file may say of a card, and how the bus wants it. */
static const NwcBatchKey keys[] = {
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
  { NULL },
};

static gboolean
refuse (guint i, const char *what, GError **error)
{
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "change %u: %s", i + 1, what);
  return FALSE;
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
  dict = vnic ? nwc_batch_read_values (keys, json_node_get_object (values), error) : NULL;
  if (!dict)
    {
      g_prefix_error (error, "change %u: ", i + 1);
      return FALSE;
    }
  g_variant_builder_add (changes, "(o@a{sv})", vnic->path, dict);
  return TRUE;
}

static gboolean
wire (NwcClient *client, char **words, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = nwc_batch_load (parser, words[0], JSON_NODE_ARRAY, "a list of changes", error);
  JsonArray *list = root ? json_node_get_array (root) : NULL;
  g_auto (GVariantBuilder) changes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(oa{sv})"));
  g_autoptr (GVariant) result = NULL;

  if (!list)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!add_change (client, &changes, json_array_get_element (list, i), i, error))
      return FALSE;
  if (!client->objects && !nwc_client_load (client, error))
    return FALSE;
  result = nwc_batch_call (
    client, "ApplyWiring",
    g_variant_new ("(a(oa{sv})@a{sv})", &changes, nwc_client_options (client)), error);
  if (!result)
    return FALSE;
  nwc_batch_print (client, result);
  return nwc_batch_confirm (client, result, error);
}

const NwcCommand nwc_wire_commands[] = {
  { "wire", NULL, "FILE", 1, 1, NWC_TAKES_DRY_RUN | NWC_TAKES_WIRING | NWC_TAKES_CONFIRM, wire },
  { NULL },
};
