/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-call.h"
#include "nwd-nm-changes.h"
#include "nwd-nm-view.h"

#include "core/nwd-error.h"

static void
set_managed (NwdNmCall *call, NMDevice *device, gboolean managed, GAsyncReadyCallback done)
{
  nm_client_dbus_set_property (nwd_nm_call_get_client (call),
                               nm_object_get_path (NM_OBJECT (device)), NM_DBUS_INTERFACE_DEVICE,
                               "Managed", g_variant_new_boolean (managed), /* timeout_msec= */ -1,
                               nwd_nm_call_get_cancellable (call), done, call);
}

static void
on_put_back (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (nm_client_dbus_set_property_finish (NM_CLIENT (client), result, &error))
    nwd_nm_call_return (call);
  else
    nwd_nm_call_fail (call, error);
}

static void
undo (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);
  NMDevice *device = client ? nwd_nm_view_device (client, call->name) : NULL;

  if (device)
    set_managed (call, device, !call->managed, on_put_back);
  else
    nwd_nm_call_return (call);
}

static gboolean
is_so (NwdNmCall *call)
{
  NMDevice *device = nwd_nm_call_get_device (call);

  if (!device)
    nwd_nm_call_refuse (call, NWD_ERROR_NOT_FOUND, "it is gone");
  else if (nm_device_get_managed (device) != call->managed)
    return FALSE;
  else
    nwd_nm_call_return (call);
  return TRUE;
}

static void
on_set (GObject *client, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (!nm_client_dbus_set_property_finish (NM_CLIENT (client), result, &error))
    {
      nwd_nm_call_fail (call, error);
      return;
    }
  /* Only NetworkManager's configuration is stronger than this, and it stays as it is then. To be
   * told the opposite would outlast that configuration. */
  if (call->managed)
    call->undo = NULL;
  nwd_nm_call_wait (call, is_so);
}

void
nwd_nm_set_managed_async (NwdHostNetwork *manager,
                          const char *name,
                          gboolean managed,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  NwdNmCall *call
    = nwd_nm_call_new (NWD_NETWORK_MANAGER (manager),
                       managed ? "let NetworkManager manage NIC" : "let NetworkManager leave NIC",
                       name, callback, user_data);
  NMDevice *device = call ? nwd_nm_view_device (nwd_nm_call_get_client (call), name) : NULL;

  if (!call)
    return;
  if (!device)
    {
      nwd_nm_call_refuse (call, NWD_ERROR_SETUP_FAILED, "it does not know the NIC");
      return;
    }
  if (nm_device_get_managed (device) == managed)
    {
      nwd_nm_call_return (call);
      return;
    }
  call->managed = managed;
  call->undo = undo;
  set_managed (call, device, managed, on_set);
}
