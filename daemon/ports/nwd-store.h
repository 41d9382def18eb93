/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A few named texts that outlive us. What they mean is core's matter (nwd-codec-*.h).
 *
 * Names: "host.ini", "host.ini.previous", "journal.ini", "vm/<uuid>.ini", "guest.ini",
 * "counters.ini", "unplugging.ini", "secrets.ini". Thread: main context; read_all() and set_aside()
 * block (they are for start and repair), write_async() does its work in one thread, in the order of
 * the calls. Durability: when a write is reported done, it survives a power cut; when it failed,
 * the old text is still there, whole. Files are 0600 in folders of 0700. Errors:
 * NWD_ERROR_STORAGE_FAILED with file name and cause. */
#define NWD_TYPE_STORE (nwd_store_get_type ())
G_DECLARE_INTERFACE (NwdStore, nwd_store, NWD, STORE, GObject)

struct _NwdStoreInterface
{
  GTypeInterface parent;

  GHashTable *(*read_all) (NwdStore *self, GError **error);
  void (*write_async) (NwdStore *self,
                       const char *name,
                       const char *text,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*write_finish) (NwdStore *self, GAsyncResult *result, GError **error);
  gboolean (*set_aside) (NwdStore *self, const char *name, GError **error);
};

/* Name → text of all there is; left-overs of writes that were cut off are removed. */
GHashTable *nwd_store_read_all (NwdStore *self, GError **error);

/* Replaces the text of @name, or removes it where @text is NULL. */
void nwd_store_write_async (NwdStore *self,
                            const char *name,
                            const char *text,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean nwd_store_write_finish (NwdStore *self, GAsyncResult *result, GError **error);

/* Renames @name to "<name>.corrupt-<n>", the first free n from 1. */
gboolean nwd_store_set_aside (NwdStore *self, const char *name, GError **error);
