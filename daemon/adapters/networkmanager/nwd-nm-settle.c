/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-settle.h"

/* libnm asked for what it says before we did, and has its answer. That it is gone since is no
 * error. */
static void
on_read (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) settings = nm_client_dbus_call_finish (NM_CLIENT (client), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    nwd_nm_call_fail (call, g_steal_pointer (&error));
  else
    nwd_nm_call_wait (call, call->settled);
}

/* The last profile of @listed that libnm has not read; NULL: there is none. NetworkManager answers
 * in order: who has read that one has read the others. */
static const char *
find_unread (NMClient *client, GVariant *listed)
{
  g_autoptr (GVariant) paths = g_variant_get_child_value (listed, 0);

  for (gsize i = g_variant_n_children (paths); i > 0; i--)
    {
      const char *path = NULL;

      g_variant_get_child (paths, i - 1, "&o", &path);
      if (!nm_client_get_object_by_path (client, path))
        return path;
    }
  return NULL;
}

static void
on_listed (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;
  g_autoptr (GVariant) listed = nm_client_dbus_call_finish (NM_CLIENT (client), result, &error);
  const char *unread = listed ? find_unread (NM_CLIENT (client), listed) : NULL;

  if (!listed)
    nwd_nm_call_fail (call, error);
  else if (!unread)
    nwd_nm_call_wait (call, call->settled);
  else
    nm_client_dbus_call (NM_CLIENT (client), unread, NM_DBUS_INTERFACE_SETTINGS_CONNECTION,
                         "GetSettings", NULL, G_VARIANT_TYPE ("(a{sa{sv}})"), -1,
                         nwd_nm_call_get_cancellable (call), on_read, call);
}

void
nwd_nm_settle (NwdNmCall *call, gboolean (*question) (NwdNmCall *call))
{
  call->settled = question;
  nm_client_dbus_call (nwd_nm_call_get_client (call), NM_DBUS_PATH_SETTINGS,
                       NM_DBUS_INTERFACE_SETTINGS, "ListConnections", NULL, G_VARIANT_TYPE ("(ao)"),
                       -1, nwd_nm_call_get_cancellable (call), on_listed, call);
}
