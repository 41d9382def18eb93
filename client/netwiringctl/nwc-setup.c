/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* "setup FILE": much of the host at once, all or nothing. */

#include "nwc-command.h"

#include "nwc-batch.h"
#include "nwc-exit.h"

#include <stdio.h>
#include <unistd.h>

/* What the file may ask for. */
static const NwcBatchKey lists[] = {
  { "removed-attachments", "as" },
  { "removed-labels", "as" },
  { NULL },
};

/* The host's addresses in a network. */
static const NwcBatchKey ip_keys[] = {
  { "method", "s" },
  { "addresses", "as" },
  { "gateway", "s" },
  { NULL },
};

/* Lists of objects, and what it may say of each. */
static const NwcBatchKey attachment_keys[] = {
  { "network", "s" },           { "nic", "s" },
  { "existing-bridge", "s" },   { "ipv4", "a{sv}", ip_keys },
  { "ipv6", "a{sv}", ip_keys }, { "take-addresses", "b" },
  { "override", "b" },          { NULL },
};

static const NwcBatchKey label_keys[] = {
  { "label", "s" },
  { "nic", "s" },
  { NULL },
};

static const struct
{
  const char *key;
  const NwcBatchKey *keys;
} tables[] = {
  { "attachments", attachment_keys },
  { "labels", label_keys },
};

static const NwcBatchKey *
find_table (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (key, tables[i].key))
      return tables[i].keys;
  return NULL;
}

/* An aa{sv}, floating. */
static GVariant *
read_objects (const char *key, const NwcBatchKey *keys, JsonNode *node, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_auto (GVariantBuilder) objects = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      GVariant *values = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          array = NULL;
          break;
        }
      values = nwc_batch_read_values (keys, json_node_get_object (element), error);
      if (!values)
        {
          g_prefix_error (error, "%s %u: ", key, i + 1);
          return NULL;
        }
      g_variant_builder_add_value (&objects, values);
    }
  if (array)
    return g_variant_builder_end (&objects);
  g_set_error (error, NWC_ERROR, NWC_EXIT_USAGE, "%s: must be a list of {…}", key);
  return NULL;
}

/* Adds the a{sv} of the key @key alone. */
static gboolean
read_member (GVariantDict *request, JsonObject *file, const char *key, GError **error)
{
  const NwcBatchKey *keys = find_table (key);
  JsonNode *node = json_object_get_member (file, key);
  g_autoptr (JsonObject) alone = json_object_new ();
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GVariant) value = NULL;

  if (keys)
    values = read_objects (key, keys, node, error);
  else
    {
      json_object_set_member (alone, key, json_node_copy (node));
      values = nwc_batch_read_values (lists, alone, error);
    }
  if (!values)
    return FALSE;
  g_variant_ref_sink (values);
  value = keys ? g_variant_ref (values) : g_variant_lookup_value (values, key, NULL);
  g_variant_dict_insert_value (request, key, value);
  return TRUE;
}

/* An a{sv}. */
static GVariant *
read_request (JsonObject *file, GError **error)
{
  g_autoptr (GVariantDict) request = g_variant_dict_new (NULL);
  g_autoptr (GList) members = json_object_get_members (file);

  for (GList *l = members; l; l = l->next)
    if (!read_member (request, file, l->data, error))
      return NULL;
  return g_variant_ref_sink (g_variant_dict_end (request));
}

static GVariant *
call (NwcClient *client, GVariant *request, GVariant *options, GError **error)
{
  return nwc_batch_call (client, "SetupNetworks",
                         g_variant_new ("(@a{sv}@a{sv})", request, options), error);
}

static GVariant *
try (NwcClient *client, GVariant *request, GVariant *options, GError **error)
{
  GVariantDict dry;

  g_variant_dict_init (&dry, options);
  g_variant_dict_insert (&dry, "dry-run", "b", TRUE);
  return call (client, request, g_variant_dict_end (&dry), error);
}

static gboolean
has_steps (GVariant *result)
{
  g_autoptr (GVariant) steps = g_variant_lookup_value (result, "steps", NULL);

  return steps && g_variant_n_children (steps) > 0;
}

/* On a terminal, where the answer has no other reader; not where a file is typed there. */
static gboolean
is_asked (const NwcClient *client, const char *path)
{
  return !client->options->dry_run && !client->options->yes
         && client->options->format == NWC_FORMAT_TEXT && !client->options->quiet
         && !g_str_equal (path, "-") && isatty (STDIN_FILENO);
}

static gboolean
is_agreed (GError **error)
{
  char line[16] = "";

  fputs ("Do this? [y/N] ", stderr);
  fflush (stderr);
  if (fgets (line, sizeof line, stdin) && (*line == 'y' || *line == 'Y'))
    return TRUE;
  g_set_error (error, NWC_ERROR, NWC_EXIT_FAILED, "nothing was changed");
  return FALSE;
}

/* Shows what would be done; @done: whether there is nothing more to do. */
static gboolean
ask (NwcClient *client, GVariant *request, GVariant *options, gboolean *done, GError **error)
{
  g_autoptr (GVariant) planned = try (client, request, options, error);

  if (!planned)
    return FALSE;
  nwc_batch_print (client, planned);
  *done = !has_steps (planned);
  return *done || is_agreed (error);
}

static gboolean
apply (NwcClient *client, GVariant *request, gboolean asked, GError **error)
{
  g_autoptr (GVariant) options = g_variant_ref_sink (nwc_client_options (client));
  g_autoptr (GVariant) result = NULL;
  gboolean done = FALSE;

  if (asked && !ask (client, request, options, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  result = call (client, request, options, error);
  if (!result)
    return FALSE;
  if (!asked)
    nwc_batch_print (client, result);
  return nwc_batch_confirm (client, result, error);
}

static gboolean
set_up (NwcClient *client, char **words, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = nwc_batch_load (parser, words[0], JSON_NODE_OBJECT, "a request, {…}", error);
  g_autoptr (GVariant) request = root ? read_request (json_node_get_object (root), error) : NULL;

  return request && nwc_client_load (client, error)
         && apply (client, request, is_asked (client, words[0]), error);
}

const NwcCommand nwc_setup_commands[] = {
  { "setup", NULL, "FILE", 1, 1,
    NWC_TAKES_DRY_RUN | NWC_TAKES_CONFIRM | NWC_TAKES_YES | NWC_TAKES_PERSIST, set_up },
  { NULL },
};
