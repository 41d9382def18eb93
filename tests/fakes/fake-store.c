/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-store.h"

#include "core/nwd-error.h"

struct _FakeStore
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
};

static void fake_store_interface_init (NwdStoreInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeStore,
                               fake_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_STORE, fake_store_interface_init))

static void
fake_store_class_init (FakeStoreClass *klass)
{
}

static void
fake_store_init (FakeStore *self)
{
}

FakeStore *
fake_store_new (FakeWorld *world, FakeScript *script)
{
  FakeStore *self = g_object_new (FAKE_TYPE_STORE, NULL);

  self->world = world;
  self->script = script;
  return self;
}

static gpointer
read_all (gpointer fake, gpointer argument, GError **error)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, FAKE_STORE (fake)->world->texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (texts, g_strdup (name), g_strdup (text));
  return texts;
}

static GHashTable *
fake_store_read_all (NwdStore *store, GError **error)
{
  return fake_script_run (FAKE_STORE (store)->script, g_strdup ("read-all"), read_all, store, NULL,
                          error);
}

/* @argument: name, text; the text is NULL to remove it. */
static gpointer
replace (gpointer fake, gpointer argument, GError **error)
{
  char **name_and_text = argument;
  GHashTable *texts = FAKE_STORE (fake)->world->texts;

  if (name_and_text[1])
    g_hash_table_replace (texts, g_strdup (name_and_text[0]), g_strdup (name_and_text[1]));
  else
    g_hash_table_remove (texts, name_and_text[0]);
  return fake;
}

static void
fake_store_write_async (NwdStore *store,
                        const char *name,
                        const char *text,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  char **argument = g_new0 (char *, 3);

  argument[0] = g_strdup (name);
  argument[1] = g_strdup (text);
  fake_script_run_async (FAKE_STORE (store)->script,
                         g_strconcat (text ? "write " : "remove ", name, NULL),
                         g_task_new (store, NULL, callback, user_data), replace, argument,
                         (GDestroyNotify)g_strfreev, NULL);
}

static gboolean
fake_store_write_finish (NwdStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static gpointer
rename_text (gpointer fake, gpointer name, GError **error)
{
  GHashTable *texts = FAKE_STORE (fake)->world->texts;
  g_autofree char *aside = g_strconcat (name, ".corrupt-1", NULL);
  gpointer key = NULL, text = NULL;

  if (!g_hash_table_steal_extended (texts, name, &key, &text))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "no file %s", (char *)name);
      return NULL;
    }
  g_free (key);
  g_hash_table_replace (texts, g_steal_pointer (&aside), text);
  return fake;
}

static gboolean
fake_store_set_aside (NwdStore *store, const char *name, GError **error)
{
  return fake_script_run (FAKE_STORE (store)->script, g_strconcat ("set-aside ", name, NULL),
                          rename_text, store, (gpointer)name, error)
         != NULL;
}

static void
fake_store_interface_init (NwdStoreInterface *interface)
{
  interface->read_all = fake_store_read_all;
  interface->write_async = fake_store_write_async;
  interface->write_finish = fake_store_write_finish;
  interface->set_aside = fake_store_set_aside;
}
