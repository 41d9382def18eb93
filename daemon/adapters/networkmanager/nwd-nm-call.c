/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-call.h"

#include "nwd-nm-remove.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

#define PATIENCE 10 /* seconds, for the change and again for undoing it */

gboolean
nwd_nm_call_is_connected (NwdNmCall *call)
{
  return nwd_nm_call_get_client (call) != NULL;
}

static void
call_free (NwdNmCall *call)
{
  if (call->timeout_id)
    g_source_remove (call->timeout_id);
  g_signal_handler_disconnect (call->manager, call->looked_id);
  g_object_unref (call->manager);
  g_object_unref (call->task);
  g_object_unref (call->cancellable);
  g_clear_object (&call->profile);
  g_clear_object (&call->active);
  g_clear_object (&call->device);
  g_clear_pointer (&call->ip, nwd_ip_config_unref);
  g_clear_object (&call->live);
  g_clear_pointer (&call->uplink, nwd_uplink_unref);
  g_clear_pointer (&call->bridge, nwd_bridge_unref);
  g_clear_error (&call->error);
  g_clear_error (&call->refusal);
  g_free (call->name);
  g_free (call->uuid);
  g_free (call->aim);
  g_free (call->result);
  g_free (call);
}

void
nwd_nm_call_return (NwdNmCall *call)
{
  void (*next) (NwdNmCall *) = g_steal_pointer (&call->next);

  if (next && !call->error && !nwd_nm_call_is_connected (call))
    {
      nwd_nm_call_refuse (call, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "NetworkManager went away");
      return;
    }
  if (next && !call->error)
    {
      next (call);
      return;
    }
  if (call->error)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else if (call->result)
    g_task_return_pointer (call->task, g_steal_pointer (&call->result), g_free);
  else
    g_task_return_boolean (call->task, TRUE);
  call_free (call);
}

static gboolean
on_deadline (gpointer data)
{
  NwdNmCall *call = data;

  call->timeout_id = 0;
  g_cancellable_cancel (call->cancellable);
  if (call->question)
    {
      call->question = NULL;
      nwd_nm_call_fail (call, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, ""));
    }
  return G_SOURCE_REMOVE;
}

static void
start_clock (NwdNmCall *call)
{
  if (call->timeout_id)
    g_source_remove (call->timeout_id);
  g_clear_object (&call->cancellable);
  call->cancellable = g_cancellable_new ();
  call->timeout_id = g_timeout_add_seconds (PATIENCE, on_deadline, call);
}

static void
on_looked (NwdNetworkManager *manager, NwdNmCall *call)
{
  gboolean (*question) (NwdNmCall *) = g_steal_pointer (&call->question);

  if (!question)
    return;
  if (!nwd_nm_call_is_connected (call))
    nwd_nm_call_refuse (call, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "NetworkManager went away");
  else if (!question (call))
    call->question = question;
}

NwdNmCall *
nwd_nm_call_new (NwdNetworkManager *manager,
                 const char *verb,
                 const char *name,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  NwdNmCall *call = g_new0 (NwdNmCall, 1);

  call->manager = g_object_ref (manager);
  call->name = g_strdup (name);
  call->aim = g_strdup_printf ("%s %s", verb, name);
  call->task = g_task_new (manager, NULL, callback, user_data);
  call->looked_id = g_signal_connect (manager, "looked", G_CALLBACK (on_looked), call);
  start_clock (call);
  if (nwd_nm_call_is_connected (call))
    return call;
  nwd_nm_call_refuse (call, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "NetworkManager does not run");
  return NULL;
}

gboolean
nwd_nm_call_is_lost (NwdNmCall *call)
{
  return g_error_matches (call->error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE);
}

NMClient *
nwd_nm_call_get_client (NwdNmCall *call)
{
  return nwd_network_manager_get_client (call->manager);
}

NMDevice *
nwd_nm_call_get_device (NwdNmCall *call)
{
  return nwd_nm_view_device (nwd_nm_call_get_client (call), call->name);
}

NMConnection *
nwd_nm_call_find_like (NwdNmCall *call, const NwdIpFamily *family, NMConnection *own)
{
  NMRemoteConnection *other
    = *family->like ? nm_client_get_connection_by_uuid (nwd_nm_call_get_client (call), family->like)
                    : NULL;

  if (!*family->like)
    return NULL;
  return other ? NM_CONNECTION (other) : own;
}

GCancellable *
nwd_nm_call_get_cancellable (NwdNmCall *call)
{
  return call->cancellable;
}

void
nwd_nm_call_wait (NwdNmCall *call, gboolean (*question) (NwdNmCall *call))
{
  call->question = question;
  nwd_network_manager_look_soon (call->manager);
}

gboolean
nwd_nm_call_is_absence (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, NM_CLIENT_ERROR, NM_CLIENT_ERROR_MANAGER_NOT_RUNNING)
         || g_error_matches (error, NM_CLIENT_ERROR, NM_CLIENT_ERROR_OBJECT_CREATION_FAILED);
}

void
nwd_nm_call_set_result (NwdNmCall *call, char *result)
{
  g_free (call->result);
  call->result = result;
}

void
nwd_nm_call_keep_refusal (NwdNmCall *call, GError *refusal)
{
  g_clear_error (&call->refusal);
  call->refusal = refusal;
}

static GError *
translate (NwdNmCall *call, GError *error)
{
  if (error->domain == G_IO_ERROR && call->refusal)
    error = call->refusal;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new (NWD_ERROR, NWD_ERROR_SETUP_FAILED,
                        "cannot %s: NetworkManager did not do it within %d s", call->aim, PATIENCE);
  if (nwd_nm_call_is_absence (error) || !nwd_nm_call_is_connected (call))
    return g_error_new (NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
                        "cannot %s: NetworkManager went away", call->aim);
  g_dbus_error_strip_remote_error (error);
  return g_error_new (NWD_ERROR, NWD_ERROR_SETUP_FAILED, "cannot %s: NetworkManager says: %s",
                      call->aim, error->message);
}

/* Undoing that fails is told as well, for then something was left behind. That the service went
 * away is said once. */
static void
note_leftover (NwdNmCall *call, const GError *error)
{
  g_autofree char *text = NULL;

  if (call->error->code == error->code && error->code == NWD_ERROR_HOST_NETWORK_UNAVAILABLE)
    return;
  text
    = g_strdup_printf ("%s; undoing it failed as well: %s", call->error->message, error->message);

  g_free (call->error->message);
  call->error->message = g_steal_pointer (&text);
}

void
nwd_nm_call_fail (NwdNmCall *call, GError *error)
{
  g_autoptr (GError) cause = error;
  g_autoptr (GError) failure
    = error->domain == NWD_ERROR ? g_steal_pointer (&cause) : translate (call, error);

  if (call->undoing)
    note_leftover (call, failure);
  else
    call->error = g_steal_pointer (&failure);
  if (call->undoing || !call->undo)
    {
      nwd_nm_call_return (call);
      return;
    }
  call->undoing = TRUE;
  start_clock (call);
  call->undo (call);
}

void
nwd_nm_call_refuse (NwdNmCall *call, int code, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  nwd_nm_call_fail (call, g_error_new (NWD_ERROR, code, "cannot %s: %s", call->aim, why));
}

gboolean
nwd_nm_call_is_link_gone (NwdNmCall *call)
{
  NMDevice *device = nwd_nm_call_get_device (call);

  if (device)
    nwd_nm_remove_link (device);
  return !device;
}
