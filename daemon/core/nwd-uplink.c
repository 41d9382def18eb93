/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-uplink.h"

#include "nwd-name.h"

char *
nwd_uplink_device (const char *nic, guint vlan)
{
  g_autofree char *name = vlan ? g_strdup_printf ("%s.%u", nic, vlan) : g_strdup (nic);

  return nwd_name_default_bridge (name);
}

NwdUplink *
nwd_uplink_new (const char *nic, guint vlan, const char *bridge, guint mtu)
{
  NwdUplink *uplink = g_atomic_rc_box_new0 (NwdUplink);

  uplink->nic = g_strdup (nic);
  uplink->vlan = vlan;
  uplink->device = nwd_uplink_device (nic, vlan);
  uplink->bridge = g_strdup (bridge);
  uplink->mtu = mtu;
  uplink->ip = nwd_ip_config_new ();
  uplink->before = g_strdup ("");
  uplink->autoconnect = TRUE;
  uplink->addresses = g_new0 (char *, 1);
  uplink->settings = g_strdup ("");
  return uplink;
}

NwdUplink *
nwd_uplink_copy (const NwdUplink *uplink)
{
  NwdUplink *copy = nwd_uplink_new (uplink->nic, uplink->vlan, uplink->bridge, uplink->mtu);

  g_free (copy->device);
  copy->device = g_strdup (uplink->device);
  nwd_uplink_set_ip (copy, uplink->ip);
  nwd_uplink_set_before (copy, uplink->before);
  copy->transient = uplink->transient;
  copy->absent = uplink->absent;
  copy->live_mtu = uplink->live_mtu;
  copy->autoconnect = uplink->autoconnect;
  copy->active = uplink->active;
  g_strfreev (copy->addresses);
  copy->addresses = g_strdupv (uplink->addresses);
  g_free (copy->settings);
  copy->settings = g_strdup (uplink->settings);
  return copy;
}

NwdUplink *
nwd_uplink_ref (NwdUplink *uplink)
{
  return g_atomic_rc_box_acquire (uplink);
}

static void
uplink_clear (NwdUplink *uplink)
{
  g_free (uplink->nic);
  g_free (uplink->device);
  g_free (uplink->bridge);
  nwd_ip_config_unref (uplink->ip);
  g_free (uplink->before);
  g_strfreev (uplink->addresses);
  g_free (uplink->settings);
}

void
nwd_uplink_unref (NwdUplink *uplink)
{
  g_atomic_rc_box_release_full (uplink, (GDestroyNotify)uplink_clear);
}

gboolean
nwd_uplink_equal (const NwdUplink *a, const NwdUplink *b)
{
  return a->vlan == b->vlan && a->mtu == b->mtu && a->transient == b->transient
         && a->absent == b->absent && a->live_mtu == b->live_mtu && a->autoconnect == b->autoconnect
         && a->active == b->active && g_str_equal (a->nic, b->nic)
         && g_str_equal (a->device, b->device) && g_str_equal (a->bridge, b->bridge)
         && g_str_equal (a->before, b->before) && g_str_equal (a->settings, b->settings)
         && nwd_ip_config_equal (a->ip, b->ip)
         && g_strv_equal ((const char *const *)a->addresses, (const char *const *)b->addresses);
}

void
nwd_uplink_set_ip (NwdUplink *uplink, NwdIpConfig *ip)
{
  nwd_ip_config_ref (ip);
  nwd_ip_config_unref (uplink->ip);
  uplink->ip = ip;
}

void
nwd_uplink_set_before (NwdUplink *uplink, const char *profile_id)
{
  g_free (uplink->before);
  uplink->before = g_strdup (profile_id);
}
