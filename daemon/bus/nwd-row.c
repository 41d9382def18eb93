/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-row.h"

#include <string.h>

void
nwd_row_init (NwdRowBuilder *builder, NwdKind kind)
{
  *builder = (NwdRowBuilder){ .schema = nwd_schema_get (kind) };
}

/* Who puts in the order of the XML is found at the first look. */
static guint
find_slot (NwdRowBuilder *builder, const char *name)
{
  const NwdSchema *schema = builder->schema;
  int found = -1;

  if (builder->next < schema->n_properties
      && strcmp (schema->properties[builder->next]->name, name) == 0)
    return builder->next;

  found = nwd_schema_find_property (schema, name);
  if (found < 0)
    g_error ("%s has no property %s", schema->interfaces[0]->name, name);
  return (guint)found;
}

void
nwd_row_put (NwdRowBuilder *builder, const char *name, GVariant *value)
{
  guint slot = find_slot (builder, name);
  const char *signature = builder->schema->properties[slot]->signature;

  if (builder->values[slot] || strcmp (g_variant_get_type_string (value), signature) != 0)
    g_error ("%s.%s: put twice, or as %s instead of %s", builder->schema->interfaces[0]->name, name,
             g_variant_get_type_string (value), signature);

  builder->values[slot] = value;
  builder->next = slot + 1;
  builder->filled++;
}

GVariant *
nwd_row_end (NwdRowBuilder *builder)
{
  const NwdSchema *schema = builder->schema;
  GVariant *row = NULL;

  for (guint i = 0; i < schema->n_properties; i++)
    if (!builder->values[i])
      g_error ("%s.%s was not put", schema->interfaces[0]->name, schema->properties[i]->name);

  row = g_variant_ref_sink (g_variant_new_tuple (builder->values, builder->filled));
  g_variant_get_data (row); /* serialises it, and frees the tree */
  return row;
}

void
nwd_row_memory_clear (NwdRowMemory *memory)
{
  for (guint i = 0; i < NWD_SCHEMA_MAX_PROPERTIES; i++)
    {
      g_clear_pointer (&memory->values[i], g_variant_unref);
      g_clear_pointer (&memory->entries[i], g_variant_unref);
    }
}

/* Takes both. */
static void
remember (NwdRowMemory *memory, guint i, GVariant *value, GVariant *entry)
{
  if (memory->values[i])
    {
      g_variant_unref (memory->values[i]);
      g_variant_unref (memory->entries[i]);
    }
  memory->values[i] = value;
  memory->entries[i] = entry;
}

static GVariant *
expand_property (const NwdSchema *schema, GVariant *row, guint i, NwdRowMemory *memory)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (row, i);
  GVariant *entry = NULL;

  if (memory && memory->values[i] && g_variant_equal (value, memory->values[i]))
    return memory->entries[i];

  entry = g_variant_new_dict_entry (schema->property_names[i], g_variant_new_variant (value));
  if (memory)
    remember (memory, i, g_steal_pointer (&value), g_variant_ref_sink (entry));
  return entry;
}

GVariant *
nwd_row_expand (const NwdSchema *schema, GVariant *row, NwdRowMemory *memory)
{
  GVariant *entries[NWD_SCHEMA_MAX_PROPERTIES];

  for (guint i = 0; i < schema->n_properties; i++)
    entries[i] = expand_property (schema, row, i, memory);
  return g_variant_new_array (G_VARIANT_TYPE ("{sv}"), entries, schema->n_properties);
}

GVariant *
nwd_row_expand_object (const NwdSchema *schema, GVariant *row, NwdRowMemory *memory)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{sv}}"));
  for (guint i = 0; i < schema->n_interfaces; i++)
    {
      GVariant *properties = i == 0 ? nwd_row_expand (schema, row, memory)
                                    : g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);

      g_variant_builder_add_value (
        &builder, g_variant_new_dict_entry (schema->interface_names[i], properties));
    }
  return g_variant_builder_end (&builder);
}

typedef enum
{
  EMITS_NOTHING,
  EMITS_INVALIDATION,
  EMITS_VALUE,
} Emits;

static Emits
property_emits (GDBusPropertyInfo *property)
{
  const char *how = g_dbus_annotation_info_lookup (
    property->annotations, "org.freedesktop.DBus.Property.EmitsChangedSignal");

  if (g_strcmp0 (how, "true") == 0)
    return EMITS_VALUE;
  return g_strcmp0 (how, "invalidates") == 0 ? EMITS_INVALIDATION : EMITS_NOTHING;
}

static gboolean
child_equal (GVariant *before, GVariant *after, guint i)
{
  g_autoptr (GVariant) a = g_variant_get_child_value (before, i);
  g_autoptr (GVariant) b = g_variant_get_child_value (after, i);

  return g_variant_equal (a, b);
}

GVariant *
nwd_row_compare (const NwdSchema *schema, GVariant *before, GVariant *after)
{
  GVariant *changed[NWD_SCHEMA_MAX_PROPERTIES], *invalidated[NWD_SCHEMA_MAX_PROPERTIES];
  guint n_changed = 0, n_invalidated = 0;

  for (guint i = 0; i < schema->n_properties; i++)
    {
      Emits emits = property_emits (schema->properties[i]);

      if (emits == EMITS_NOTHING || child_equal (before, after, i))
        continue;
      if (emits == EMITS_VALUE)
        changed[n_changed++] = expand_property (schema, after, i, /* memory= */ NULL);
      else
        invalidated[n_invalidated++] = schema->property_names[i];
    }
  if (n_changed + n_invalidated == 0)
    return NULL;

  return g_variant_new ("(@s@a{sv}@as)", schema->interface_names[0],
                        g_variant_new_array (G_VARIANT_TYPE ("{sv}"), changed, n_changed),
                        g_variant_new_array (G_VARIANT_TYPE_STRING, invalidated, n_invalidated));
}
