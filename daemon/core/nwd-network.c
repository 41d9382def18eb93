/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-network.h"

static const char *const origin_names[] = { "netwiring", "libvirt", "host" };

G_STATIC_ASSERT (G_N_ELEMENTS (origin_names) == NWD_N_ORIGINS);

const char *
nwd_origin_name (NwdOrigin origin)
{
  return origin_names[origin];
}

NwdNetwork *
nwd_network_new (void)
{
  NwdNetwork *network = g_atomic_rc_box_new0 (NwdNetwork);

  network->mtu = NWD_MTU_DEFAULT;
  network->vm_network = TRUE;
  network->label = g_strdup ("");
  return network;
}

NwdNetwork *
nwd_network_copy (const NwdNetwork *network)
{
  NwdNetwork *copy = g_atomic_rc_box_new0 (NwdNetwork);

  *copy = *network;
  copy->id = g_strdup (network->id);
  copy->name = g_strdup (network->name);
  copy->description = g_strdup (network->description);
  copy->label = g_strdup (network->label);
  copy->bridge = g_strdup (network->bridge);
  copy->attachment_id = g_strdup (network->attachment_id);
  copy->source_type = g_strdup (network->source_type);
  copy->source_name = g_strdup (network->source_name);
  return copy;
}

NwdNetwork *
nwd_network_ref (NwdNetwork *network)
{
  return g_atomic_rc_box_acquire (network);
}

static void
network_clear (NwdNetwork *network)
{
  g_free (network->id);
  g_free (network->name);
  g_free (network->description);
  g_free (network->label);
  g_free (network->bridge);
  g_free (network->attachment_id);
  g_free (network->source_type);
  g_free (network->source_name);
}

void
nwd_network_unref (NwdNetwork *network)
{
  g_atomic_rc_box_release_full (network, (GDestroyNotify)network_clear);
}

gboolean
nwd_network_equal (const NwdNetwork *a, const NwdNetwork *b)
{
  return a->origin == b->origin && a->mtu == b->mtu && a->vlan == b->vlan
         && a->vm_network == b->vm_network && a->port_isolation == b->port_isolation
         && a->movable == b->movable && g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name)
         && g_str_equal (a->description, b->description) && g_str_equal (a->bridge, b->bridge)
         && g_str_equal (a->label, b->label) && g_str_equal (a->attachment_id, b->attachment_id)
         && g_str_equal (a->source_type, b->source_type)
         && g_str_equal (a->source_name, b->source_name);
}
