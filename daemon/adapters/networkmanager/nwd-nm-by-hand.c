/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-by-hand.h"

#include "nwd-nm-addresses.h"
#include "nwd-nm-ip.h"
#include "nwd-nm-profile.h"
#include "nwd-nm-view.h"

static NMDevice *
get_device (NwdNmCall *call)
{
  return nwd_nm_view_device (nwd_nm_call_get_client (call), call->name);
}

static NMConnection *
get_profile (NwdNmCall *call)
{
  NMClient *client = nwd_nm_call_get_client (call);

  return NM_CONNECTION (nm_client_get_connection_by_uuid (client, call->uuid));
}

static guint
get_mtu (NwdNmCall *call, NMDevice *device)
{
  return call->live_mtu ? call->live_mtu : nm_device_get_mtu (device);
}

static GPtrArray *
list_missing (NwdNmCall *call, NMConnection *profile, NMDevice *device)
{
  g_auto (GStrv) addresses = nwd_nm_addresses_read (device);
  g_autoptr (GPtrArray) by_hand = nwd_nm_ip_list_by_hand (profile, call->by_hand);
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < by_hand->len; i++)
    if (!g_strv_contains ((const char *const *)addresses, by_hand->pdata[i]))
      g_ptr_array_add (missing, by_hand->pdata[i]);
  return missing;
}

/* What is gone, or not connected, has nothing by hand. */
static gboolean
is_as_it_was (NwdNmCall *call)
{
  NMDevice *device = get_device (call);
  NMConnection *profile = get_profile (call);
  g_autoptr (GPtrArray) missing = NULL;

  if (!profile || !nwd_nm_view_is_held (device, call->uuid))
    return TRUE;
  missing = list_missing (call, profile, device);
  return missing->len == 0 && nm_device_get_mtu (device) == get_mtu (call, device);
}

static gboolean
is_done (NwdNmCall *call)
{
  if (!is_as_it_was (call))
    return FALSE;
  nwd_nm_call_return (call);
  return TRUE;
}

static void
on_reapplied (GObject *device, GAsyncResult *result, gpointer data)
{
  NwdNmCall *call = data;
  GError *error = NULL;

  if (nm_device_reapply_finish (NM_DEVICE (device), result, &error))
    nwd_nm_call_wait (call, is_done);
  else
    nwd_nm_call_fail (call, error);
}

/* NetworkManager applies it without writing it down, which is just how it was. */
void
nwd_nm_by_hand (NwdNmCall *call)
{
  NMDevice *device = get_device (call);
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (NMConnection) applied = NULL;

  call->undo = NULL;
  if (is_as_it_was (call))
    {
      nwd_nm_call_return (call);
      return;
    }
  missing = list_missing (call, get_profile (call), device);
  applied = nwd_nm_profile_with_mtu (get_profile (call), get_mtu (call, device));
  nwd_nm_ip_add (applied, missing);
  nm_device_reapply_async (device, applied, 0, NM_DEVICE_REAPPLY_FLAGS_PRESERVE_EXTERNAL_IP,
                           nwd_nm_call_get_cancellable (call), on_reapplied, call);
}
