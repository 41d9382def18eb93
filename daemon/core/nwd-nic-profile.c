/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nic-profile.h"

NwdNicProfile *
nwd_nic_profile_new (const char *nic, const char *id, const char *name, NwdIpConfig *ip)
{
  NwdNicProfile *profile = g_atomic_rc_box_new0 (NwdNicProfile);

  profile->nic = g_strdup (nic);
  profile->id = g_strdup (id);
  profile->name = g_strdup (name);
  profile->ip = ip ? ip : nwd_ip_config_new ();
  profile->addresses = g_new0 (char *, 1);
  profile->keeps = g_strdup ("");
  return profile;
}

NwdNicProfile *
nwd_nic_profile_ref (NwdNicProfile *profile)
{
  return g_atomic_rc_box_acquire (profile);
}

static void
profile_clear (NwdNicProfile *profile)
{
  g_free (profile->nic);
  g_free (profile->id);
  g_free (profile->name);
  nwd_ip_config_unref (profile->ip);
  g_strfreev (profile->addresses);
  g_free (profile->keeps);
}

void
nwd_nic_profile_unref (NwdNicProfile *profile)
{
  g_atomic_rc_box_release_full (profile, (GDestroyNotify)profile_clear);
}

gboolean
nwd_nic_profile_equal (const NwdNicProfile *a, const NwdNicProfile *b)
{
  return a->made_up == b->made_up && g_str_equal (a->nic, b->nic) && g_str_equal (a->id, b->id)
         && g_str_equal (a->name, b->name) && g_str_equal (a->keeps, b->keeps)
         && nwd_ip_config_equal (a->ip, b->ip)
         && g_strv_equal ((const char *const *)a->addresses, (const char *const *)b->addresses);
}
