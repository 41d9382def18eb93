/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-changes.h"

#include "nwc-output.h"
#include "nwc-text.h"
#include "nwc-value.h"

#include <stdio.h>

static void
print_line (const char *text)
{
  g_autofree char *line = nwc_text_escape (text);

  nwc_output_text (line);
  nwc_output_text ("\n");
  fflush (stdout);
}

/* One line for each event, whatever --json says. */
static void
print_json_line (JsonObject *json)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), json);
  g_autofree char *line = nwc_value_json_format (node, FALSE);

  nwc_output_text (line);
  nwc_output_text ("\n");
  fflush (stdout);
}

static JsonObject *
event_json (const NwcClient *client, const char *event, const NwcObject *object)
{
  g_autofree char *label = nwc_objects_label (client->objects, object);
  JsonObject *json = json_object_new ();

  json_object_set_string_member (json, "Event", event);
  json_object_set_string_member (json, "Kind", nwc_kind_word (object->kind));
  json_object_set_string_member (json, "Name", label);
  json_object_set_string_member (json, "Path", object->path);
  return json;
}

void
nwc_changes_print (const NwcClient *client, const char *event, const NwcObject *object)
{
  g_autofree char *label = nwc_objects_label (client->objects, object);
  g_autofree char *line = NULL;
  g_autoptr (JsonObject) json = NULL;

  if (client->options->format == NWC_FORMAT_TEXT)
    {
      line = g_strdup_printf ("%s %s: %s", nwc_kind_word (object->kind), label, event);
      print_line (line);
      return;
    }
  json = event_json (client, event, object);
  json_object_set_member (json, "Object", nwc_value_object_json (client->objects, object));
  print_json_line (json);
}

/* The names of the properties that are not as they were. (element-type utf8) */
static GPtrArray *
changed_properties (GVariant *before, GVariant *now)
{
  GPtrArray *names = g_ptr_array_new ();
  const char *name;
  GVariant *value;
  GVariantIter iter;

  g_variant_iter_init (&iter, now);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) was = g_variant_lookup_value (before, name, NULL);

      if (!was || !g_variant_equal (was, value))
        g_ptr_array_add (names, (gpointer)name);
    }
  return names;
}

static char *
text_of (const NwcClient *client, GVariant *properties, const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (properties, name, NULL);
  g_autofree char *text = value ? nwc_value_text (client->objects, value) : g_strdup ("");

  return *text ? g_steal_pointer (&text) : g_strdup ("-");
}

static char *
changed_text (const NwcClient *client,
              const NwcObject *object,
              GVariant *before,
              GPtrArray *names,
              const char *const *invalidated)
{
  g_autofree char *label = nwc_objects_label (client->objects, object);
  GString *text = g_string_new (NULL);
  const char *separator = "";

  g_string_append_printf (text, "%s %s: ", nwc_kind_word (object->kind), label);
  for (guint i = 0; i < names->len; i++, separator = ", ")
    {
      const char *name = names->pdata[i];
      g_autofree char *from = text_of (client, before, name);
      g_autofree char *to = text_of (client, object->properties, name);

      g_string_append_printf (text, "%s%s %s -> %s", separator, name, from, to);
    }
  for (; *invalidated; invalidated++, separator = ", ")
    g_string_append_printf (text, "%s%s changed", separator, *invalidated);
  return g_string_free (text, FALSE);
}

static JsonNode *
json_of (const NwcClient *client, GVariant *properties, const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (properties, name, NULL);

  return value ? nwc_value_json (client->objects, value) : json_node_new (JSON_NODE_NULL);
}

static JsonObject *
changed_json (const NwcClient *client,
              const NwcObject *object,
              GVariant *before,
              GPtrArray *names,
              const char *const *invalidated)
{
  JsonObject *json = event_json (client, "changed", object);
  JsonObject *changes = json_object_new ();
  JsonArray *unknown = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      JsonObject *change = json_object_new ();

      json_object_set_member (change, "Before", json_of (client, before, name));
      json_object_set_member (change, "Now", json_of (client, object->properties, name));
      json_object_set_object_member (changes, name, change);
    }
  for (; *invalidated; invalidated++)
    json_array_add_string_element (unknown, *invalidated);
  json_object_set_object_member (json, "Changes", changes);
  json_object_set_array_member (json, "Invalidated", unknown);
  return json;
}

void
nwc_changes_print_changed (const NwcClient *client,
                           const NwcObject *object,
                           GVariant *before,
                           const char *const *invalidated)
{
  g_autoptr (GPtrArray) names = changed_properties (before, object->properties);
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *line = NULL;

  if (names->len == 0 && !*invalidated)
    return;
  if (client->options->format == NWC_FORMAT_TEXT)
    {
      line = changed_text (client, object, before, names, invalidated);
      print_line (line);
      return;
    }
  json = changed_json (client, object, before, names, invalidated);
  print_json_line (json);
}

static JsonObject *
told_json (const NwcClient *client, GVariant *parameters)
{
  static const char *const names[] = { "Time", "Id", "Severity", "Object", "Message" };
  JsonObject *json = json_object_new ();

  json_object_set_string_member (json, "Event", "told");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (parameters, i);

      json_object_set_member (json, names[i], nwc_value_json (client->objects, value));
    }
  return json;
}

void
nwc_changes_print_event (const NwcClient *client, GVariant *parameters)
{
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *line = NULL;
  const char *id, *severity, *message;

  if (client->options->format != NWC_FORMAT_TEXT)
    {
      json = told_json (client, parameters);
      print_json_line (json);
      return;
    }
  g_variant_get (parameters, "(t&s&s&o&s)", NULL, &id, &severity, NULL, &message);
  line = g_strdup_printf ("%s %s: %s", severity, id, message);
  print_line (line);
}

void
nwc_changes_print_service (const NwcClient *client, const char *event)
{
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *line = g_strdup_printf ("service: %s", event);

  if (client->options->format == NWC_FORMAT_TEXT)
    {
      print_line (line);
      return;
    }
  json = json_object_new ();
  json_object_set_string_member (json, "Event", event);
  json_object_set_string_member (json, "Kind", nwc_kind_word (NWC_KIND_SERVICE));
  print_json_line (json);
}

void
nwc_changes_print_all (const NwcClient *client, const NwcObjects *before)
{
  const char *const nothing[] = { NULL };

  for (int kind = 0; kind < NWC_N_KINDS; kind++)
    {
      g_autoptr (GPtrArray) old = nwc_objects_list (before, kind);
      g_autoptr (GPtrArray) now = nwc_objects_list (client->objects, kind);

      for (guint i = 0; i < old->len; i++)
        {
          const NwcObject *object = old->pdata[i];

          if (!nwc_objects_lookup (client->objects, object->path))
            nwc_changes_print (client, "removed", object);
        }
      for (guint i = 0; i < now->len; i++)
        {
          const NwcObject *object = now->pdata[i];
          const NwcObject *was = nwc_objects_lookup (before, object->path);

          if (was)
            nwc_changes_print_changed (client, object, was->properties, nothing);
          else
            nwc_changes_print (client, "added", object);
        }
    }
}
