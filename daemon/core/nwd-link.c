/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-link.h"

NwdLink *
nwd_link_new (guint index, const char *name, const char *kind)
{
  NwdLink *link = g_atomic_rc_box_new0 (NwdLink);

  link->index = index;
  link->name = g_strdup (name);
  link->kind = g_strdup (kind ? kind : "");
  link->mac = g_strdup ("");
  link->bond_mode = "";
  return link;
}

NwdLink *
nwd_link_ref (NwdLink *link)
{
  return g_atomic_rc_box_acquire (link);
}

static void
link_clear (NwdLink *link)
{
  g_free (link->name);
  g_free (link->kind);
  g_free (link->mac);
}

void
nwd_link_unref (NwdLink *link)
{
  g_atomic_rc_box_release_full (link, (GDestroyNotify)link_clear);
}

gboolean
nwd_link_equal (const NwdLink *a, const NwdLink *b)
{
  return a->index == b->index && a->master == b->master && a->mtu == b->mtu && a->speed == b->speed
         && a->up == b->up && a->carrier == b->carrier && a->promiscuous == b->promiscuous
         && a->filtered == b->filtered && g_str_equal (a->name, b->name)
         && g_str_equal (a->kind, b->kind) && g_str_equal (a->mac, b->mac)
         && g_str_equal (a->bond_mode, b->bond_mode);
}

gboolean
nwd_link_can_lead_out (const NwdLink *link)
{
  return !g_str_equal (link->kind, "tun") && !g_str_equal (link->kind, "macvtap")
         && !g_str_has_prefix (link->name, NWD_LINK_OF_GUEST);
}
