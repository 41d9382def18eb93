/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwc-objects.h"

struct _NwcObjects
{
  GHashTable *by_path; /* path of the object → NwcObject */
};

static const struct
{
  const char *word;
  const char *interface;
} kinds[NWC_N_KINDS] = {
  [NWC_KIND_VM] = { "vm", "org.ovirt.NetWiring.Vm" },
  [NWC_KIND_VNIC] = { "vnic", "org.ovirt.NetWiring.Vnic" },
  [NWC_KIND_NETWORK] = { "network", "org.ovirt.NetWiring.Network" },
  [NWC_KIND_ATTACHMENT] = { "attachment", "org.ovirt.NetWiring.Attachment" },
  [NWC_KIND_LABEL] = { "label", "org.ovirt.NetWiring.Label" },
  [NWC_KIND_NIC] = { "nic", "org.ovirt.NetWiring.HostNic" },
  [NWC_KIND_CHECKPOINT] = { "checkpoint", "org.ovirt.NetWiring.Checkpoint" },
  [NWC_KIND_SERVICE] = { "service", "org.ovirt.NetWiring.Manager" },
};

const char *
nwc_kind_word (NwcKind kind)
{
  return kinds[kind].word;
}

const char *
nwc_kind_interface (NwcKind kind)
{
  return kinds[kind].interface;
}

static void
object_free (gpointer data)
{
  NwcObject *object = data;

  g_free (object->path);
  g_variant_unref (object->properties);
  g_free (object);
}

NwcObjects *
nwc_objects_new (GVariant *managed)
{
  NwcObjects *objects = g_new0 (NwcObjects, 1);
  const char *path;
  GVariant *interfaces;
  GVariantIter iter;

  objects->by_path = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, object_free);
  g_variant_iter_init (&iter, managed);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    nwc_objects_add (objects, path, interfaces);
  return objects;
}

void
nwc_objects_free (NwcObjects *objects)
{
  g_hash_table_unref (objects->by_path);
  g_free (objects);
}

const NwcObject *
nwc_objects_lookup (const NwcObjects *objects, const char *path)
{
  return g_hash_table_lookup (objects->by_path, path);
}

const NwcObject *
nwc_objects_add_one (NwcObjects *objects, const char *path, NwcKind kind, GVariant *properties)
{
  NwcObject *object = g_new0 (NwcObject, 1);

  object->path = g_strdup (path);
  object->kind = kind;
  object->properties = g_variant_ref (properties);
  g_hash_table_replace (objects->by_path, object->path, object);
  return object;
}

const NwcObject *
nwc_objects_add (NwcObjects *objects, const char *path, GVariant *interfaces)
{
  for (int kind = 0; kind < NWC_N_KINDS; kind++)
    {
      g_autoptr (GVariant) properties
        = g_variant_lookup_value (interfaces, kinds[kind].interface, G_VARIANT_TYPE_VARDICT);

      if (properties)
        return nwc_objects_add_one (objects, path, kind, properties);
    }
  return NULL;
}

void
nwc_objects_remove (NwcObjects *objects, const char *path)
{
  g_hash_table_remove (objects->by_path, path);
}

/* @properties with the values of @changed, in the order that they had; new ones behind. */
static GVariant *
merge (GVariant *properties, GVariant *changed)
{
  g_auto (GVariantDict) left = G_VARIANT_DICT_INIT (changed);
  GVariantBuilder merged = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariant *value;
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, properties);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) now = g_variant_dict_lookup_value (&left, name, NULL);

      g_variant_builder_add (&merged, "{sv}", name, now ? now : value);
      g_variant_dict_remove (&left, name);
    }
  g_variant_iter_init (&iter, changed);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    if (g_variant_dict_contains (&left, name))
      g_variant_builder_add (&merged, "{sv}", name, value);
  return g_variant_ref_sink (g_variant_builder_end (&merged));
}

void
nwc_objects_update (NwcObjects *objects, const char *path, GVariant *changed)
{
  NwcObject *object = g_hash_table_lookup (objects->by_path, path);
  GVariant *merged;

  if (!object)
    return;
  merged = merge (object->properties, changed);
  g_variant_unref (object->properties);
  object->properties = merged;
}

const char *
nwc_object_get_string (const NwcObject *object, const char *property)
{
  const char *text = "";

  if (!g_variant_lookup (object->properties, property, "&s", &text))
    g_variant_lookup (object->properties, property, "&o", &text);
  return text;
}

char *
nwc_objects_label (const NwcObjects *objects, const NwcObject *object)
{
  g_autofree char *owner = NULL;

  switch (object->kind)
    {
    case NWC_KIND_VNIC:
      owner = nwc_objects_label_of_path (objects, nwc_object_get_string (object, "Vm"));
      return g_strdup_printf ("%s/%s", owner, nwc_object_get_string (object, "Name"));
    case NWC_KIND_ATTACHMENT:
      return nwc_objects_label_of_path (objects, nwc_object_get_string (object, "Network"));
    case NWC_KIND_CHECKPOINT:
      return g_strdup (nwc_object_get_string (object, "Id"));
    case NWC_KIND_SERVICE:
      return g_strdup (nwc_object_get_string (object, "Host"));
    default:
      return g_strdup (nwc_object_get_string (object, "Name"));
    }
}

char *
nwc_objects_label_of_path (const NwcObjects *objects, const char *path)
{
  const NwcObject *object = nwc_objects_lookup (objects, path);

  if (object)
    return nwc_objects_label (objects, object);
  return g_strdup (g_str_equal (path, "/") ? "" : path);
}

typedef struct
{
  char *key;
  NwcObject *object;
} Sortable;

static Sortable *
sortable_new (const NwcObjects *objects, NwcObject *object)
{
  Sortable *sortable = g_new0 (Sortable, 1);
  g_autofree char *label = nwc_objects_label (objects, object);

  sortable->key = g_utf8_collate_key_for_filename (label, -1);
  sortable->object = object;
  return sortable;
}

static void
sortable_free (gpointer data)
{
  Sortable *sortable = data;

  g_free (sortable->key);
  g_free (sortable);
}

/* Numbers in names count as numbers, net2 before net10; the path decides between equal names. */
static int
compare_sortable (gconstpointer a, gconstpointer b)
{
  const Sortable *first = *(const Sortable *const *)a, *second = *(const Sortable *const *)b;
  int order = g_strcmp0 (first->key, second->key);

  return order ? order : g_strcmp0 (first->object->path, second->object->path);
}

GPtrArray *
nwc_objects_list (const NwcObjects *objects, NwcKind kind)
{
  g_autoptr (GPtrArray) sortables = g_ptr_array_new_with_free_func (sortable_free);
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  NwcObject *object;

  g_hash_table_iter_init (&iter, objects->by_path);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&object))
    if (object->kind == kind)
      g_ptr_array_add (sortables, sortable_new (objects, object));
  g_ptr_array_sort (sortables, compare_sortable);
  for (guint i = 0; i < sortables->len; i++)
    g_ptr_array_add (list, ((Sortable *)sortables->pdata[i])->object);
  return list;
}
