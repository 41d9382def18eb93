/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-host-network.h"
#include "fake-hypervisor.h"
#include "fake-log.h"
#include "fake-store.h"

/* The ports of the engine on one world and one script. */
typedef struct
{
  FakeWorld *world;
  FakeScript *script;
  FakeKernel *kernel;
  FakeHypervisor *hypervisor;
  FakeHostNetwork *host_network;
  FakeStore *store;
  FakeLog *log;
} FakePorts;

/* Takes @world. */
FakePorts *fake_ports_new (FakeWorld *world);

/* Nobody listens any more: nothing is told from now on. */
void fake_ports_stop (FakePorts *ports);
void fake_ports_free (FakePorts *ports);

/* Runs the main loop until nothing is left to do but what a timer or a release brings. */
void fake_ports_settle (void);
