/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-value.h"

#include "nwc-text.h"

static void append_value (GString *out, const NwcObjects *objects, GVariant *value);

/* Between things of several members a comma would not tell where one ends. */
static void
append_children (GString *out, const NwcObjects *objects, GVariant *value)
{
  gboolean of_dicts = g_variant_is_of_type (value, G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (value, i);

      if (i)
        g_string_append (out, of_dicts ? "; " : ", ");
      append_value (out, objects, child);
    }
}

static void
append_entry (GString *out, const NwcObjects *objects, GVariant *entry)
{
  g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
  g_autoptr (GVariant) value = g_variant_get_child_value (entry, 1);

  append_value (out, objects, key);
  g_string_append_c (out, '=');
  append_value (out, objects, value);
}

static void
append_path (GString *out, const NwcObjects *objects, const char *path)
{
  g_autofree char *label = nwc_objects_label_of_path (objects, path);

  g_string_append (out, label);
}

static void
append_plain (GString *out, GVariant *value)
{
  g_autofree char *text = g_variant_print (value, FALSE);

  g_string_append (out, text);
}

static void
append_value (GString *out, const NwcObjects *objects, GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;

  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      g_string_append (out, g_variant_get_boolean (value) ? "yes" : "no");
      break;
    case G_VARIANT_CLASS_STRING:
      g_string_append (out, g_variant_get_string (value, NULL));
      break;
    case G_VARIANT_CLASS_OBJECT_PATH:
      append_path (out, objects, g_variant_get_string (value, NULL));
      break;
    case G_VARIANT_CLASS_VARIANT:
      inner = g_variant_get_variant (value);
      append_value (out, objects, inner);
      break;
    case G_VARIANT_CLASS_DICT_ENTRY:
      append_entry (out, objects, value);
      break;
    case G_VARIANT_CLASS_ARRAY:
    case G_VARIANT_CLASS_TUPLE:
      append_children (out, objects, value);
      break;
    default:
      append_plain (out, value);
      break;
    }
}

char *
nwc_value_text (const NwcObjects *objects, GVariant *value)
{
  GString *out = g_string_new (NULL);

  append_value (out, objects, value);
  return g_string_free (out, FALSE);
}

static JsonNode *
reference_json (const NwcObjects *objects, const char *path)
{
  g_autofree char *label = nwc_objects_label_of_path (objects, path);
  JsonObject *reference;
  JsonNode *node;

  if (g_str_equal (path, "/"))
    return json_node_new (JSON_NODE_NULL);
  reference = json_object_new ();
  json_object_set_string_member (reference, "Path", path);
  json_object_set_string_member (reference, "Name", label);
  node = json_node_init_object (json_node_alloc (), reference);
  json_object_unref (reference);
  return node;
}

static JsonNode *
array_json (const NwcObjects *objects, GVariant *value)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (value, i);

      json_array_add_element (array, nwc_value_json (objects, child));
    }
  return json_node_init_array (json_node_alloc (), array);
}

static void
add_members (JsonObject *object, const NwcObjects *objects, GVariant *dict)
{
  for (gsize i = 0; i < g_variant_n_children (dict); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (dict, i);
      g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) value = g_variant_get_child_value (entry, 1);

      json_object_set_member (object, g_variant_get_string (key, NULL),
                              nwc_value_json (objects, value));
    }
}

static JsonNode *
dict_json (const NwcObjects *objects, GVariant *value)
{
  g_autoptr (JsonObject) object = json_object_new ();

  add_members (object, objects, value);
  return json_node_init_object (json_node_alloc (), object);
}

JsonNode *
nwc_value_json (const NwcObjects *objects, GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    {
      inner = g_variant_get_variant (value);
      return nwc_value_json (objects, inner);
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH))
    return reference_json (objects, g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("a{s*}")))
    return dict_json (objects, value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_ARRAY))
    return array_json (objects, value);
  return json_gvariant_serialize (value);
}

JsonNode *
nwc_value_object_json (const NwcObjects *objects, const NwcObject *object)
{
  g_autoptr (JsonObject) json = json_object_new ();

  json_object_set_string_member (json, "Path", object->path);
  add_members (json, objects, object->properties);
  return json_node_init_object (json_node_alloc (), json);
}

char *
nwc_value_json_format (JsonNode *node, gboolean pretty)
{
  g_autofree char *json = json_to_string (node, pretty);

  return nwc_text_escape_json (json);
}
