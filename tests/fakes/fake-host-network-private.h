/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-host-network.h"

/* For the files of the fake alone. */
struct _FakeHostNetwork
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  FakeKernel *kernel;
  NwdBackendState state;
  char *fleeting; /* a checkpoint that nobody has extended; "" none */
  const NwdHostNetworkListener *listener;
  gpointer data;
};

gboolean fake_host_network_check_there (const FakeHostNetwork *self, GError **error);

/* Those of the network manager's own: one at a time. */
void fake_host_checkpoints_init (NwdHostNetworkInterface *interface);
