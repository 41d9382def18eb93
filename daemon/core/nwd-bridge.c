/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-bridge.h"

NwdBridge *
nwd_bridge_new (const char *profile_id, const char *name, const char *attachment_id)
{
  NwdBridge *bridge = g_atomic_rc_box_new0 (NwdBridge);

  bridge->profile_id = g_strdup (profile_id);
  bridge->name = g_strdup (name);
  bridge->attachment_id = g_strdup (attachment_id ? attachment_id : "");
  bridge->autoconnect = TRUE;
  bridge->ipv4 = g_strdup ("none");
  bridge->ipv6 = g_strdup ("none");
  bridge->addresses = g_new0 (char *, 1);
  bridge->port = g_strdup ("");
  return bridge;
}

NwdBridge *
nwd_bridge_ref (NwdBridge *bridge)
{
  return g_atomic_rc_box_acquire (bridge);
}

static void
bridge_clear (NwdBridge *bridge)
{
  g_free (bridge->profile_id);
  g_free (bridge->name);
  g_free (bridge->attachment_id);
  g_free (bridge->ipv4);
  g_free (bridge->ipv6);
  g_strfreev (bridge->addresses);
  g_free (bridge->port);
}

void
nwd_bridge_unref (NwdBridge *bridge)
{
  g_atomic_rc_box_release_full (bridge, (GDestroyNotify)bridge_clear);
}

gboolean
nwd_bridge_equal (const NwdBridge *a, const NwdBridge *b)
{
  return a->mtu == b->mtu && a->port_mtu == b->port_mtu && a->active == b->active
         && a->autoconnect == b->autoconnect && g_str_equal (a->profile_id, b->profile_id)
         && g_str_equal (a->name, b->name) && g_str_equal (a->attachment_id, b->attachment_id)
         && g_str_equal (a->ipv4, b->ipv4) && g_str_equal (a->ipv6, b->ipv6)
         && g_str_equal (a->port, b->port)
         && g_strv_equal ((const char *const *)a->addresses, (const char *const *)b->addresses);
}

void
nwd_bridge_set_port (NwdBridge *bridge, const char *port, guint mtu)
{
  g_free (bridge->port);
  bridge->port = g_strdup (port);
  bridge->port_mtu = mtu;
}
