/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"

#include "core/nwd-error.h"
#include "core/nwd-path.h"

/* What has the interface. */
static const NwdKind kinds[] = { NWD_KIND_VNIC, NWD_KIND_ATTACHMENT, NWD_KIND_NIC };

const NwdKey nwd_verbs_statistics_options[] = { {} };

typedef struct
{
  NwdKind kind;
  char *id;
} Object;

static void
object_free (Object *object)
{
  g_free (object->id);
  g_free (object);
}

/* Takes @id. */
static void
add_object (GPtrArray *objects, NwdKind kind, char *id)
{
  Object *object = g_new (Object, 1);

  object->kind = kind;
  object->id = id;
  g_ptr_array_add (objects, object);
}

static GPtrArray *
objects_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)object_free);
}

static NwdRequest *
request_new (GPtrArray *objects)
{
  const NwdOptions none = { 0 };

  return nwd_request_new ("", /* details= */ NULL, &none, g_ptr_array_ref (objects),
                          (GDestroyNotify)g_ptr_array_unref);
}

NwdRequest *
nwd_verbs_parse_statistics (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  g_autoptr (GPtrArray) objects = objects_new ();
  NwdOptions none;

  if (!nwd_argument_options (verb->options, parameters, &none, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && objects->len == 0; i++)
    if (nwd_state_has (state, kinds[i], id))
      add_object (objects, kinds[i], g_strdup (id));
  if (objects->len > 0)
    return request_new (objects);
  g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT, "there is no object %.64s", id);
  return NULL;
}

/* The id of an object of @kind; NULL with NWD_ERROR_NOT_FOUND, or without an error for a path of
 * another kind. */
static char *
find_object (const NwdState *state, NwdKind kind, const char *path, GError **error)
{
  g_autofree char *id = nwd_path_parse (kind, path);

  if (!id || nwd_state_has (state, kind, id))
    return g_steal_pointer (&id);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "objects: there is no %.200s", path);
  return NULL;
}

static gboolean
take_path (const NwdState *state, const char *path, GPtrArray *objects, GError **error)
{
  GError *missing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !missing; i++)
    {
      char *id = find_object (state, kinds[i], path, &missing);

      if (!id)
        continue;
      add_object (objects, kinds[i], id);
      return TRUE;
    }
  if (!missing)
    missing = g_error_new (NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                           "objects: %.200s has no statistics", path);
  g_propagate_error (error, missing);
  return FALSE;
}

/* A dictionary has each key once. */
static void
drop_repeated (GPtrArray *objects, GHashTable *seen)
{
  guint last = objects->len - 1;
  const Object *object = g_ptr_array_index (objects, last);

  if (!g_hash_table_add (seen, object->id))
    g_ptr_array_remove_index (objects, last);
}

NwdRequest *
nwd_verbs_parse_statistics_of_many (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  g_autoptr (GVariant) paths = g_variant_get_child_value (parameters, 0);
  g_autoptr (GPtrArray) objects = objects_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GVariantIter iter;
  const char *path;
  NwdOptions none;

  if (!nwd_argument_options (verb->options, parameters, &none, error))
    return NULL;
  g_variant_iter_init (&iter, paths);
  while (g_variant_iter_next (&iter, "&o", &path))
    {
      if (!take_path (state, path, objects, error))
        return NULL;
      drop_repeated (objects, seen);
    }
  return request_new (objects);
}

/* Sampled before anything is told, so that all of it is of one moment. */
static gboolean
sample (gpointer engine, GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;

  if (nwd_engine_sample (engine, &error))
    return TRUE;
  nwd_bus_error_return (invocation, error);
  return FALSE;
}

static GVariant *
get_statistics (gpointer engine, GPtrArray *objects, guint i)
{
  const Object *object = g_ptr_array_index (objects, i);

  return nwd_engine_get_statistics (engine, object->kind, object->id);
}

void
nwd_verbs_run_statistics (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  g_autoptr (NwdRequest) owned = request;
  g_autoptr (GVariant) entry = NULL;
  g_autoptr (GVariant) statistics = NULL;

  if (!sample (engine, invocation))
    return;
  entry = get_statistics (engine, request->intent, 0);
  statistics = g_variant_get_child_value (entry, 1);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{sv})", statistics));
}

void
nwd_verbs_run_statistics_of_many (gpointer engine,
                                  NwdRequest *request,
                                  GDBusMethodInvocation *invocation)
{
  g_autoptr (NwdRequest) owned = request;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  GPtrArray *objects = request->intent;
  GVariant *all = NULL;

  if (!sample (engine, invocation))
    return;
  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (entries, get_statistics (engine, objects, i));
  all
    = g_variant_new_array (G_VARIANT_TYPE ("{oa{sv}}"), (GVariant **)entries->pdata, entries->len);
  g_dbus_method_invocation_return_value (invocation, g_variant_new_tuple (&all, 1));
}
