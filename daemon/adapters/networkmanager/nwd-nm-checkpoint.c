/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-call.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

#define OVER "it is over already"

/* NetworkManager counts its checkpoints anew when it starts: the time tells them apart. */
static char *
make_id (NMCheckpoint *checkpoint)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, nm_object_get_path (NM_OBJECT (checkpoint)),
                          nm_checkpoint_get_created (checkpoint));
}

/* NULL: it is over. */
static NMCheckpoint *
find_checkpoint (NwdNmCall *call, const char *id)
{
  const GPtrArray *all = nm_client_get_checkpoints (nwd_nm_call_get_client (call));

  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *other = make_id (g_ptr_array_index (all, i));

      if (g_str_equal (other, id))
        return g_ptr_array_index (all, i);
    }
  return NULL;
}

/* --- create --- */

/* There is no other argument that could be wrong. */
static gboolean
is_overlap (const GError *error)
{
  return g_error_matches (error, NM_MANAGER_ERROR, NM_MANAGER_ERROR_INVALID_ARGUMENTS);
}

static void
on_created (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NMCheckpoint) checkpoint
    = nm_client_checkpoint_create_finish (NM_CLIENT (client), result, &error);

  if (checkpoint)
    {
      nwd_nm_call_set_result (call, make_id (checkpoint));
      nwd_nm_call_return (call);
    }
  else if (is_overlap (error))
    {
      g_dbus_error_strip_remote_error (error);
      nwd_nm_call_refuse (call, NWD_ERROR_BUSY,
                          "another checkpoint of NetworkManager's is yet to decide on it: %s",
                          error->message);
    }
  else
    nwd_nm_call_fail (call, g_steal_pointer (&error));
}

static GPtrArray *
list_devices (NwdNmCall *call, const char *const *names)
{
  GPtrArray *devices = g_ptr_array_new ();

  for (guint i = 0; names[i]; i++)
    {
      NMDevice *device = nwd_nm_view_device (nwd_nm_call_get_client (call), names[i]);

      if (device)
        g_ptr_array_add (devices, device);
    }
  return devices;
}

void
nwd_nm_create_checkpoint_async (NwdHostNetwork *manager,
                                const char *const *names,
                                guint seconds,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autofree char *all = g_strjoinv (", ", (char **)names);
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "change", all, callback, user_data);
  g_autoptr (GPtrArray) devices = call ? list_devices (call, names) : NULL;

  if (!call)
    return;
  if (devices->len > 0)
    {
      nm_client_checkpoint_create (nwd_nm_call_get_client (call), devices, seconds,
                                   NM_CHECKPOINT_CREATE_FLAG_NONE,
                                   nwd_nm_call_get_cancellable (call), on_created, call);
      return;
    }
  /* Of none it would be one of all. */
  nwd_nm_call_set_result (call, g_strdup (""));
  nwd_nm_call_return (call);
}

/* --- end --- */

static void
on_destroyed (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (nm_client_checkpoint_destroy_finish (NM_CLIENT (client), result, &error))
    nwd_nm_call_return (call);
  else
    nwd_nm_call_fail (call, error);
}

/* What became of each interface shows itself. */
static void
on_rolled_back (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;
  g_autoptr (GHashTable) results
    = nm_client_checkpoint_rollback_finish (NM_CLIENT (client), result, &error);

  if (results)
    nwd_nm_call_return (call);
  else
    nwd_nm_call_fail (call, error);
}

void
nwd_nm_end_checkpoint_async (NwdHostNetwork *manager,
                             const char *id,
                             gboolean restore,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "end checkpoint", id, callback, user_data);
  NMCheckpoint *checkpoint = call ? find_checkpoint (call, id) : NULL;
  const char *path = checkpoint ? nm_object_get_path (NM_OBJECT (checkpoint)) : NULL;

  if (!call)
    return;
  if (!path)
    nwd_nm_call_refuse (call, NWD_ERROR_NOT_FOUND, OVER);
  else if (restore)
    nm_client_checkpoint_rollback (nwd_nm_call_get_client (call), path,
                                   nwd_nm_call_get_cancellable (call), on_rolled_back, call);
  else
    nm_client_checkpoint_destroy (nwd_nm_call_get_client (call), path,
                                  nwd_nm_call_get_cancellable (call), on_destroyed, call);
}

/* --- extend --- */

static void
on_extended (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (nm_client_checkpoint_adjust_rollback_timeout_finish (NM_CLIENT (client), result, &error))
    nwd_nm_call_return (call);
  else
    nwd_nm_call_fail (call, error);
}

void
nwd_nm_extend_checkpoint_async (NwdHostNetwork *manager,
                                const char *id,
                                guint seconds,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager), "extend checkpoint", id, callback, user_data);
  NMCheckpoint *checkpoint = call ? find_checkpoint (call, id) : NULL;

  if (!call)
    return;
  if (checkpoint)
    nm_client_checkpoint_adjust_rollback_timeout (
      nwd_nm_call_get_client (call), nm_object_get_path (NM_OBJECT (checkpoint)), seconds,
      nwd_nm_call_get_cancellable (call), on_extended, call);
  else
    nwd_nm_call_refuse (call, NWD_ERROR_NOT_FOUND, OVER);
}
