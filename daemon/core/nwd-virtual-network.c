/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-virtual-network.h"

NwdVirtualNetwork *
nwd_virtual_network_new (const char *name, const char *bridge, gboolean active, guint mtu)
{
  NwdVirtualNetwork *network = g_atomic_rc_box_new0 (NwdVirtualNetwork);

  network->name = g_strdup (name);
  network->bridge = g_strdup (bridge ? bridge : "");
  network->active = active;
  network->mtu = mtu;
  return network;
}

NwdVirtualNetwork *
nwd_virtual_network_ref (NwdVirtualNetwork *network)
{
  return g_atomic_rc_box_acquire (network);
}

static void
virtual_network_clear (NwdVirtualNetwork *network)
{
  g_free (network->name);
  g_free (network->bridge);
}

void
nwd_virtual_network_unref (NwdVirtualNetwork *network)
{
  g_atomic_rc_box_release_full (network, (GDestroyNotify)virtual_network_clear);
}
