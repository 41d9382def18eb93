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
  bridge->ip = nwd_ip_config_new ();
  bridge->addresses = g_new0 (char *, 1);
  bridge->settings = g_strdup ("");
  bridge->holder = g_strdup ("");
  bridge->profile_name = g_strdup ("");
  return bridge;
}

NwdBridge *
nwd_bridge_copy (const NwdBridge *bridge)
{
  NwdBridge *copy = nwd_bridge_new (bridge->profile_id, bridge->name, bridge->attachment_id);

  copy->mtu = bridge->mtu;
  copy->autoconnect = bridge->autoconnect;
  copy->active = bridge->active;
  copy->transient = bridge->transient;
  nwd_bridge_set_ip (copy, bridge->ip);
  g_strfreev (copy->addresses);
  copy->addresses = g_strdupv (bridge->addresses);
  g_free (copy->settings);
  copy->settings = g_strdup (bridge->settings);
  g_free (copy->holder);
  copy->holder = g_strdup (bridge->holder);
  g_free (copy->profile_name);
  copy->profile_name = g_strdup (bridge->profile_name);
  return copy;
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
  nwd_ip_config_unref (bridge->ip);
  g_strfreev (bridge->addresses);
  g_free (bridge->settings);
  g_free (bridge->holder);
  g_free (bridge->profile_name);
}

void
nwd_bridge_unref (NwdBridge *bridge)
{
  g_atomic_rc_box_release_full (bridge, (GDestroyNotify)bridge_clear);
}

gboolean
nwd_bridge_equal (const NwdBridge *a, const NwdBridge *b)
{
  return a->mtu == b->mtu && a->active == b->active && a->autoconnect == b->autoconnect
         && a->transient == b->transient && g_str_equal (a->profile_id, b->profile_id)
         && g_str_equal (a->name, b->name) && g_str_equal (a->attachment_id, b->attachment_id)
         && nwd_ip_config_equal (a->ip, b->ip) && g_str_equal (a->settings, b->settings)
         && g_str_equal (a->holder, b->holder) && g_str_equal (a->profile_name, b->profile_name)
         && g_strv_equal ((const char *const *)a->addresses, (const char *const *)b->addresses);
}

void
nwd_bridge_set_ip (NwdBridge *bridge, NwdIpConfig *ip)
{
  nwd_ip_config_ref (ip);
  nwd_ip_config_unref (bridge->ip);
  bridge->ip = ip;
}

gboolean
nwd_bridge_is_held_by_others (const NwdBridge *bridge)
{
  return *bridge->holder && !g_str_equal (bridge->holder, bridge->profile_name);
}
