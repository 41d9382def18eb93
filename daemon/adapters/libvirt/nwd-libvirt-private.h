/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt.h"

#include "nwd-domain-follower.h"
#include "nwd-network-follower.h"
#include "nwd-session-keeper.h"
#include "nwd-status-watch.h"

/* For nwd-libvirt.c, which follows what there is, and nwd-libvirt-call.c, which changes it, alone.
 */

struct _NwdLibvirt
{
  GObject parent;
  const NwdHypervisorListener *listener;
  gpointer data;
  NwdBackendState state;
  NwdSessionKeeper *keeper;
  NwdLibvirtWorkers *read_workers;
  NwdLibvirtWorkers *change_workers;
  NwdDomainFollower *follower;
  NwdNetworkFollower *network_follower;
  NwdStatusWatch *status_watch; /* NULL: it is not this host's QEMU driver */
  gboolean instant;
  guint compare; /* source id */
  gboolean taking_inventory;
  gboolean inventory_again;
};
