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

/* --- answers --- */

/* A call, and what is told when all counters are read. */
typedef struct
{
  NwdRequest *request;
  GDBusMethodInvocation *invocation;
  GVariant *(*answer) (GPtrArray *entries); /* of {oa{sv}} */
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  nwd_request_free (waiting->request);
  g_free (waiting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

/* An object may have gone while the kernel was asked. */
static gboolean
check_there (const NwdState *state, const Object *object, GError **error)
{
  if (nwd_state_has (state, object->kind, object->id))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "objects: %s %.64s has gone",
               nwd_kind_get_segment (object->kind), object->id);
  return FALSE;
}

static GPtrArray *
collect (NwdEngine *engine, GPtrArray *objects, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);

  for (guint i = 0; i < objects->len; i++)
    {
      const Object *object = g_ptr_array_index (objects, i);

      if (!check_there (nwd_engine_get_state (engine), object, error))
        return NULL;
      g_ptr_array_add (entries, nwd_engine_get_statistics (engine, object->kind, object->id));
    }
  return g_steal_pointer (&entries);
}

static void
tell (NwdEngine *engine, Waiting *waiting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = collect (engine, waiting->request->intent, &error);

  if (entries)
    g_dbus_method_invocation_return_value (waiting->invocation, waiting->answer (entries));
  else
    nwd_bus_error_return (waiting->invocation, error);
}

static void
on_sampled (GObject *engine, GAsyncResult *result, gpointer data)
{
  g_autoptr (Waiting) waiting = data;
  g_autoptr (GError) error = NULL;

  if (nwd_engine_sample_finish (NWD_ENGINE (engine), result, &error))
    tell (NWD_ENGINE (engine), waiting);
  else
    nwd_bus_error_return (waiting->invocation, error);
}

static void
run (gpointer engine,
     NwdRequest *request,
     GDBusMethodInvocation *invocation,
     GVariant *(*answer) (GPtrArray *entries))
{
  g_autoptr (Waiting) waiting = g_new (Waiting, 1);

  *waiting = (Waiting){ request, invocation, answer };
  if (nwd_engine_has_sample (engine))
    tell (engine, waiting);
  else
    nwd_engine_sample_async (engine, on_sampled, g_steal_pointer (&waiting));
}

static GVariant *
answer_one (GPtrArray *entries)
{
  g_autoptr (GVariant) statistics = g_variant_get_child_value (entries->pdata[0], 1);

  return g_variant_new ("(@a{sv})", statistics);
}

void
nwd_verbs_run_statistics (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  run (engine, request, invocation, answer_one);
}

static GVariant *
answer_all (GPtrArray *entries)
{
  GVariant *all
    = g_variant_new_array (G_VARIANT_TYPE ("{oa{sv}}"), (GVariant **)entries->pdata, entries->len);

  return g_variant_new ("(@a{oa{sv}})", all);
}

void
nwd_verbs_run_statistics_of_many (gpointer engine,
                                  NwdRequest *request,
                                  GDBusMethodInvocation *invocation)
{
  run (engine, request, invocation, answer_all);
}
