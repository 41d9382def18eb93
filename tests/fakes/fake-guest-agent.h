/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-script.h"
#include "fake-world.h"
#include "ports/nwd-guest-agent.h"

/* Guests that say what they are told to. Calls: "ask-agent NAME", "ask-leases NAME". */
#define FAKE_TYPE_GUEST_AGENT (fake_guest_agent_get_type ())
G_DECLARE_FINAL_TYPE (FakeGuestAgent, fake_guest_agent, FAKE, GUEST_AGENT, GObject)

FakeGuestAgent *fake_guest_agent_new (FakeWorld *world, FakeScript *script);

/* What the guest of that VM says from now on, of NwdGuestClaim, taken; nothing by default. Leases
 * are those of them that say so. */
void fake_guest_agent_say (FakeGuestAgent *self, const char *vm_id, GPtrArray *claims);

/* From now on the guests of VMs whose id begins so do not answer before fake_guest_agent_wake(). A
 * thread waits for each that is asked. */
void fake_guest_agent_hang (FakeGuestAgent *self, const char *prefix);

/* They answer that their time is over. */
void fake_guest_agent_wake (FakeGuestAgent *self);

/* How many threads wait now. */
guint fake_guest_agent_count_hanging (FakeGuestAgent *self);
