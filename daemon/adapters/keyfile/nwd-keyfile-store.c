/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-keyfile-store.h"

#include "nwd-store-folder.h"
#include "nwd-store-name.h"

#include "core/nwd-error.h"
#include "ports/nwd-store.h"

struct _NwdKeyfileStore
{
  GObject parent;

  char *folder;
  GThreadPool *writer; /* one thread of its own: writes are done in the order of the calls */
};

typedef struct
{
  char *folder;
  char *name;
  char *text; /* NULL to remove */
} Write;

static void nwd_keyfile_store_store_init (NwdStoreInterface *interface);

G_DEFINE_TYPE_WITH_CODE (NwdKeyfileStore,
                         nwd_keyfile_store,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (NWD_TYPE_STORE, nwd_keyfile_store_store_init))

static void
write_free (Write *write)
{
  g_free (write->folder);
  g_free (write->name);
  g_free (write->text);
  g_free (write);
}

static gboolean
check_name (const char *name, GError **error)
{
  if (nwd_store_name_is_valid (name))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
               "cannot store %s: not a name of the store's", name);
  return FALSE;
}

/* In the writer's thread. */
static void
do_write (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const Write *write = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = write->text
                    ? nwd_store_folder_write (write->folder, write->name, write->text, &error)
                    : nwd_store_folder_remove (write->folder, write->name, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
nwd_keyfile_store_write_async (NwdStore *store,
                               const char *name,
                               const char *text,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  NwdKeyfileStore *self = NWD_KEYFILE_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Write *write;
  GError *error = NULL;

  g_task_set_source_tag (task, nwd_keyfile_store_write_async);
  if (!check_name (name, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  write = g_new0 (Write, 1);
  write->folder = g_strdup (self->folder);
  write->name = g_strdup (name);
  write->text = g_strdup (text);
  g_task_set_task_data (task, write, (GDestroyNotify)write_free);
  g_thread_pool_push (self->writer, g_steal_pointer (&task), NULL);
}

static gboolean
nwd_keyfile_store_write_finish (NwdStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GHashTable *
nwd_keyfile_store_read_all (NwdStore *store, GError **error)
{
  return nwd_store_folder_read (NWD_KEYFILE_STORE (store)->folder, error);
}

static gboolean
nwd_keyfile_store_set_aside (NwdStore *store, const char *name, GError **error)
{
  return check_name (name, error)
         && nwd_store_folder_set_aside (NWD_KEYFILE_STORE (store)->folder, name, error);
}

/* Nothing is queued any more: every write holds a reference. The last one may be dropped in the
 * writer's thread, which cannot wait for itself. */
static void
nwd_keyfile_store_finalize (GObject *object)
{
  NwdKeyfileStore *self = NWD_KEYFILE_STORE (object);

  g_thread_pool_free (self->writer, FALSE, FALSE);
  g_free (self->folder);
  G_OBJECT_CLASS (nwd_keyfile_store_parent_class)->finalize (object);
}

static void
nwd_keyfile_store_class_init (NwdKeyfileStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nwd_keyfile_store_finalize;
}

static void
nwd_keyfile_store_store_init (NwdStoreInterface *interface)
{
  interface->read_all = nwd_keyfile_store_read_all;
  interface->write_async = nwd_keyfile_store_write_async;
  interface->write_finish = nwd_keyfile_store_write_finish;
  interface->set_aside = nwd_keyfile_store_set_aside;
}

static void
nwd_keyfile_store_init (NwdKeyfileStore *self)
{
  g_autoptr (GError) error = NULL;

  self->writer = g_thread_pool_new (do_write, NULL, 1, TRUE, &error);
  if (error)
    g_error ("cannot start the thread that writes: %s", error->message);
}

NwdKeyfileStore *
nwd_keyfile_store_new (const char *folder)
{
  NwdKeyfileStore *self = g_object_new (NWD_TYPE_KEYFILE_STORE, NULL);

  self->folder = g_strdup (folder);
  return self;
}
