/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "codec-samples.h"

NwdBridge *
codec_sample_bridge (void)
{
  NwdBridge *bridge = nwd_bridge_new (VNIC_ID, "red0", ATTACHMENT_ID);

  bridge->mtu = 1400;
  bridge->transient = TRUE;
  g_free (bridge->settings);
  bridge->settings = g_strdup ("{'connection': {'id': <'a;b=c\\n[x]'>}}");
  g_strfreev (bridge->addresses);
  bridge->addresses = g_strsplit ("10.0.0.1/24 fd00::1/64", " ", 0);
  return bridge;
}

NwdIpConfig *
codec_sample_ip (void)
{
  static const char *const addresses[] = { "10.0.0.1/24", "10.0.0.2/24", NULL };
  NwdIpConfig *ip = nwd_ip_config_new ();

  nwd_ip_family_set (&ip->ipv4, "static", addresses, "10.0.0.254");
  nwd_ip_family_set (&ip->ipv6, "auto", NULL, NULL);
  nwd_ip_family_set_like (&ip->ipv4, VNIC_ID);
  return ip;
}
