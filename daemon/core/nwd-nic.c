/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-nic.h"

/* rtnetlink's word, and ours. */
static const char *const kinds[][2] = {
  { "", "physical" },
  { "bond", "bond" },
  { "team", "team" },
  { "veth", "veth" },
};

const char *
nwd_nic_kind (const NwdLink *link)
{
  if (!*link->mac || g_str_has_prefix (link->name, NWD_LINK_OF_GUEST))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (link->kind, kinds[i][0]))
      return kinds[i][1];
  return NULL;
}

NwdNic *
nwd_nic_new (const NwdLink *link, const char *port_of, NwdNicProfile *profile)
{
  NwdNic *nic = g_atomic_rc_box_new0 (NwdNic);

  nic->name = g_strdup (link->name);
  nic->kind = nwd_nic_kind (link);
  nic->mac = g_strdup (link->mac);
  nic->port_of = g_strdup (port_of);
  nic->bond_mode = link->bond_mode;
  nic->mtu = link->mtu;
  nic->speed = link->speed;
  nic->carrier = link->carrier;
  nic->profile = profile ? nwd_nic_profile_ref (profile) : NULL;
  return nic;
}

gboolean
nwd_nic_is_managed (const NwdNic *nic)
{
  return nic->profile != NULL;
}

gboolean
nwd_nic_is_configured (const NwdNic *nic)
{
  return nic->profile && *nic->profile->id;
}

NwdNic *
nwd_nic_ref (NwdNic *nic)
{
  return g_atomic_rc_box_acquire (nic);
}

static void
nic_clear (NwdNic *nic)
{
  g_free (nic->name);
  g_free (nic->mac);
  g_free (nic->port_of);
  g_clear_pointer (&nic->profile, nwd_nic_profile_unref);
}

void
nwd_nic_unref (NwdNic *nic)
{
  g_atomic_rc_box_release_full (nic, (GDestroyNotify)nic_clear);
}

static gboolean
profiles_equal (const NwdNicProfile *a, const NwdNicProfile *b)
{
  return a && b ? nwd_nic_profile_equal (a, b) : a == b;
}

gboolean
nwd_nic_equal (const NwdNic *a, const NwdNic *b)
{
  return a->mtu == b->mtu && a->speed == b->speed && a->carrier == b->carrier
         && g_str_equal (a->name, b->name) && g_str_equal (a->kind, b->kind)
         && g_str_equal (a->mac, b->mac) && g_str_equal (a->port_of, b->port_of)
         && g_str_equal (a->bond_mode, b->bond_mode) && profiles_equal (a->profile, b->profile);
}
