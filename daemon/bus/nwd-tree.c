/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-tree.h"

#include "nwd-objects.h"
#include "nwd-row.h"

#include "core/nwd-path.h"

#include <string.h>

/* One kind, exported. */
typedef struct
{
  NwdTree *tree;
  NwdKind kind;
  guint registration;
  NwdRowMemory memory; /* of the last GetAll */
} Subtree;

struct _NwdTree
{
  GDBusConnection *connection;
  NwdPicture *picture;
  NwdTreeCall call;
  gpointer data;
  Subtree subtrees[NWD_N_KINDS];
};

static void
return_property (GDBusMethodInvocation *invocation,
                 const NwdSchema *schema,
                 GVariant *row,
                 const char *name)
{
  int i = nwd_schema_find_property (schema, name); /* GDBus let no unknown name pass */
  g_autoptr (GVariant) value = g_variant_get_child_value (row, (gsize)i);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", value));
}

/* GDBus has checked interface and property; Set never comes here (nwd-guard.h). */
static void
read_properties (Subtree *self, GVariant *row, GDBusMethodInvocation *invocation)
{
  const NwdSchema *schema = nwd_schema_get (self->kind);
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  const char *name = NULL;

  if (strcmp (g_dbus_method_invocation_get_method_name (invocation), "GetAll") == 0)
    {
      g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(@a{sv})", nwd_row_expand (schema, row, &self->memory)));
      return;
    }
  g_variant_get (parameters, "(&s&s)", NULL, &name);
  return_property (invocation, schema, row, name);
}

static char *
get_id (Subtree *self, const char *path)
{
  return self->kind == NWD_KIND_ROOT ? g_strdup ("") : nwd_path_parse (self->kind, path);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  Subtree *self = data;
  g_autofree char *id = get_id (self, path);
  GVariant *row = id ? nwd_picture_lookup (self->tree->picture, self->kind, id) : NULL;

  if (!row)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT,
                                           "there is no object %s", path);
  else if (strcmp (interface, "org.freedesktop.DBus.Properties") == 0)
    read_properties (self, row, invocation);
  else if (strcmp (interface, "org.freedesktop.DBus.ObjectManager") == 0)
    g_dbus_method_invocation_return_value (invocation, nwd_objects_get_all (self->tree->picture));
  else
    self->tree->call (self->kind, id, invocation, self->tree->data);
}

static char **
on_enumerate (GDBusConnection *connection, const char *sender, const char *path, gpointer data)
{
  Subtree *self = data;
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  if (self->kind != NWD_KIND_ROOT)
    {
      g_hash_table_iter_init (&iter, nwd_picture_get (self->tree->picture, self->kind));
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_ptr_array_add (names, nwd_path_escape (self->kind, id));
    }
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}

/* A node that is not there has its kind's interfaces too: so its calls come to on_call(), which
 * says UnknownObject, where GDBus would say UnknownMethod. */
static GDBusInterfaceInfo **
on_introspect (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *node,
               gpointer data)
{
  Subtree *self = data;
  const NwdSchema *schema = nwd_schema_get (self->kind);

  if ((node == NULL) != (self->kind == NWD_KIND_ROOT))
    return NULL;
  return g_memdup2 (schema->interfaces, (schema->n_interfaces + 1) * sizeof *schema->interfaces);
}

static const GDBusInterfaceVTable *
on_dispatch (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *node,
             gpointer *out_data,
             gpointer data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };

  *out_data = data;
  return &vtable;
}

static gboolean
export_kind (NwdTree *tree, NwdKind kind, GError **error)
{
  static const GDBusSubtreeVTable vtable = { on_enumerate, on_introspect, on_dispatch };
  const char *segment = nwd_kind_get_segment (kind);
  g_autofree char *path = g_strconcat (NWD_PATH_ROOT, *segment ? "/" : "", segment, NULL);
  Subtree *subtree = &tree->subtrees[kind];

  subtree->tree = tree;
  subtree->kind = kind;
  subtree->registration = g_dbus_connection_register_subtree (
    tree->connection, path, &vtable, G_DBUS_SUBTREE_FLAGS_DISPATCH_TO_UNENUMERATED_NODES, subtree,
    /* user_data_free_func= */ NULL, error);
  return subtree->registration != 0;
}

NwdTree *
nwd_tree_new (
  GDBusConnection *connection, NwdPicture *picture, NwdTreeCall call, gpointer data, GError **error)
{
  g_autoptr (NwdTree) tree = g_new0 (NwdTree, 1);

  tree->connection = g_object_ref (connection);
  tree->picture = picture;
  tree->call = call;
  tree->data = data;
  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    if (!export_kind (tree, kind, error))
      return NULL;
  return g_steal_pointer (&tree);
}

void
nwd_tree_free (NwdTree *tree)
{
  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    {
      Subtree *subtree = &tree->subtrees[kind];

      if (subtree->registration)
        g_dbus_connection_unregister_subtree (tree->connection, subtree->registration);
      nwd_row_memory_clear (&subtree->memory);
    }
  g_object_unref (tree->connection);
  g_free (tree);
}
