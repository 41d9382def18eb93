/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-kernel.h"
#include "ports/nwd-host-network.h"

/* A network manager whose bridges are the world's. Calls: "create-bridge NAME", "set-mtu NAME",
 * "delete-bridge NAME", "manage NAME", "leave NAME", "add-port NAME",
 * "remove-port NAME"; of its own checkpoints "guard NAMES", "extend-guard NAMES", "end-guard
 * NAMES", "restore-guard NAMES". */
#define FAKE_TYPE_HOST_NETWORK (fake_host_network_get_type ())
G_DECLARE_FINAL_TYPE (FakeHostNetwork, fake_host_network, FAKE, HOST_NETWORK, GObject)

FakeHostNetwork *fake_host_network_new (FakeWorld *world, FakeScript *script, FakeKernel *kernel);

/* Away, every call fails. */
void fake_host_network_set_state (FakeHostNetwork *self, NwdBackendState state);

/* Tells what is managed, after somebody changed it. */
void fake_host_network_tell_managed (FakeHostNetwork *self);

/* Its own checkpoint is over, as if its time had passed. */
void fake_host_network_forget_checkpoint (FakeHostNetwork *self);

void fake_host_network_stop (FakeHostNetwork *self);
