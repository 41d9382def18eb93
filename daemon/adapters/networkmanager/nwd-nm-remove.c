/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-remove.h"

#define ASKED "nwd-nm-remove-asked"

static gboolean
ask (gpointer object)
{
  if (g_object_get_data (object, ASKED))
    return FALSE;
  g_object_set_data (object, ASKED, GINT_TO_POINTER (TRUE));
  return TRUE;
}

static void
note_answer (gpointer object, const char *name, const GError *error)
{
  g_object_set_data (object, ASKED, NULL);
  if (error) /* most likely NetworkManager did it by itself meanwhile */
    g_debug ("cannot remove %s, left from a bridge: %s", name, error->message);
}

static void
on_profile_deleted (GObject *profile, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  nm_remote_connection_delete_finish (NM_REMOTE_CONNECTION (profile), result, &error);
  note_answer (profile, nm_connection_get_uuid (NM_CONNECTION (profile)), error);
}

void
nwd_nm_remove_profile (NMRemoteConnection *profile)
{
  if (ask (profile))
    nm_remote_connection_delete_async (profile, NULL, on_profile_deleted, NULL);
}

static void
on_link_deleted (GObject *device, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  nm_device_delete_finish (NM_DEVICE (device), result, &error);
  note_answer (device, nm_device_get_iface (NM_DEVICE (device)), error);
}

/* A bridge is "unavailable" only on its way to another state: NetworkManager refuses then. */
static gboolean
is_idle (NMDevice *device)
{
  NMDeviceState state = nm_device_get_state (device);

  return state == NM_DEVICE_STATE_UNMANAGED || state == NM_DEVICE_STATE_DISCONNECTED;
}

void
nwd_nm_remove_link (NMDevice *device)
{
  if (is_idle (device) && ask (device))
    nm_device_delete_async (device, NULL, on_link_deleted, NULL);
}
