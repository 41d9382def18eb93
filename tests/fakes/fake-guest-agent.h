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

/* From now on the guest of that VM does not answer. A thread waits for each that is asked. */
void fake_guest_agent_hang (FakeGuestAgent *self, const char *vm_id);

/* Those that were asked answer that their time is over. */
void fake_guest_agent_time_out (FakeGuestAgent *self);

/* They do, and from now on all guests answer. */
void fake_guest_agent_revive (FakeGuestAgent *self);

/* How many threads wait now. */
guint fake_guest_agent_count_hanging (FakeGuestAgent *self);
