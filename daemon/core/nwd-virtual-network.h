/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A network of the hypervisor's own (libvirt's <network>). Immutable; strings are never NULL. */
typedef struct
{
  char *name;
  char *bridge; /* its bridge; "" where it has none (macvtap pools) */
  gboolean active;
  guint mtu; /* bytes; 0: not stated */
} NwdVirtualNetwork;

NwdVirtualNetwork *
nwd_virtual_network_new (const char *name, const char *bridge, gboolean active, guint mtu);
NwdVirtualNetwork *nwd_virtual_network_ref (NwdVirtualNetwork *network);
void nwd_virtual_network_unref (NwdVirtualNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdVirtualNetwork, nwd_virtual_network_unref)
