/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nm-live.h"

#include "nwd-nm-addresses.h"
#include "nwd-nm-ip.h"
#include "nwd-nm-profile.h"

#include <string.h>

/* Those of one family, which somebody gave it; what it has of them is all that it is to have. */
static void
set_family (NwdIpFamily *family, char **addresses, gboolean six)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  if (!nwd_ip_family_is_static (family) && !g_str_equal (family->method, "none"))
    return;
  for (; *addresses; addresses++)
    if ((strchr (*addresses, ':') != NULL) == six)
      g_ptr_array_add (own, *addresses);
  g_ptr_array_add (own, NULL);
  nwd_ip_family_set (family, own->len > 1 ? "static" : "none", (const char *const *)own->pdata,
                     own->len > 1 ? family->gateway : NULL);
}

NMConnection *
nwd_nm_live_new (NMConnection *profile, guint mtu, char **addresses)
{
  NMConnection *live = nwd_nm_profile_with_mtu (profile, mtu);
  g_autoptr (NwdIpConfig) ip = nwd_nm_ip_read (profile);
  g_autoptr (NwdIpConfig) as_live = nwd_ip_config_with (ip, NULL, NULL);

  if (!nm_connection_get_setting_ip4_config (profile))
    return live;
  set_family (&as_live->ipv4, addresses, FALSE);
  set_family (&as_live->ipv6, addresses, TRUE);
  nwd_nm_ip_replace (live, as_live);
  return live;
}

gboolean
nwd_nm_live_is_applied (NMDevice *device, NMConnection *live)
{
  g_autoptr (NwdIpConfig) ip = nwd_nm_ip_read (live);

  return nm_device_get_mtu (device) == nwd_nm_profile_get_mtu (live)
         && nwd_nm_ip_is_exact (device, ip);
}
