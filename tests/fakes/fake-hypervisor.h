/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-kernel.h"
#include "ports/nwd-hypervisor.h"

/* When the event that a change causes arrives. */
typedef enum
{
  FAKE_ECHO_BEFORE, /* its answer */
  FAKE_ECHO_AFTER,
  FAKE_ECHO_NEVER, /* it was told before, or the change was none */
} FakeEcho;

/* When a guest lets go of a card that is to be unplugged. */
typedef enum
{
  FAKE_GUEST_SOON,    /* after the answer */
  FAKE_GUEST_AT_ONCE, /* before it */
  FAKE_GUEST_NEVER,   /* when fake_hypervisor_let_go() says so */
} FakeGuest;

/* A hypervisor whose VMs are the world's. Calls: "read-domain NAME", "read-card NAME",
 * "find-filter FILTER", and "change-card NAME", "attach-card NAME", "detach-card NAME". */
#define FAKE_TYPE_HYPERVISOR (fake_hypervisor_get_type ())
G_DECLARE_FINAL_TYPE (FakeHypervisor, fake_hypervisor, FAKE, HYPERVISOR, GObject)

FakeHypervisor *fake_hypervisor_new (FakeWorld *world, FakeScript *script, FakeKernel *kernel);

/* What others do: the domain @id is as the world says. */
void fake_hypervisor_tell_domain (FakeHypervisor *self, const char *id);
void fake_hypervisor_tell_gone (FakeHypervisor *self, const char *id);

void fake_hypervisor_set_echo (FakeHypervisor *self, FakeEcho echo);

void fake_hypervisor_set_guest (FakeHypervisor *self, FakeGuest guest);

/* All guests let go of what they were asked for. */
void fake_hypervisor_let_go (FakeHypervisor *self);

/* Every call fails while away; with the connection comes the inventory. */
void fake_hypervisor_disconnect (FakeHypervisor *self);
void fake_hypervisor_connect (FakeHypervisor *self);

void fake_hypervisor_stop (FakeHypervisor *self);
