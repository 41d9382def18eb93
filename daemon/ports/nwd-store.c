/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-store.h"

G_DEFINE_INTERFACE (NwdStore, nwd_store, G_TYPE_OBJECT)

static void
nwd_store_default_init (NwdStoreInterface *interface)
{
}

GHashTable *
nwd_store_read_all (NwdStore *self, GError **error)
{
  return NWD_STORE_GET_IFACE (self)->read_all (self, error);
}

void
nwd_store_write_async (NwdStore *self,
                       const char *name,
                       const char *text,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  NWD_STORE_GET_IFACE (self)->write_async (self, name, text, callback, user_data);
}

gboolean
nwd_store_write_finish (NwdStore *self, GAsyncResult *result, GError **error)
{
  return NWD_STORE_GET_IFACE (self)->write_finish (self, result, error);
}

gboolean
nwd_store_set_aside (NwdStore *self, const char *name, GError **error)
{
  return NWD_STORE_GET_IFACE (self)->set_aside (self, name, error);
}
