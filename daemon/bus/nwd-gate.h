/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-limits.h"
#include "nwd-verb.h"

#include "ports/nwd-authority.h"

/* The one way from a call to what it does.
 *
 * 1. A method without action in its annotations, or that no verb serves, is refused.
 * 2. The verb parses: bad input ends here, before anybody is asked.
 * 3. Public methods run at once. Other calls of one sender to one queue (a VM's, or the host's)
 * pass in the order sent: one that waits for a password holds back the later ones, and those alone.
 * 4. The sender is known by its bus name, its uid told by the bus. Uid 0 passes, as it does with
 *    polkitd, so that root can repair a host whose polkitd is down. For everybody else the
 * authority is asked for every action that the call needs; anything but "yes", errors too, refuses.
 * 5. The verb parses again, since things change while a dialog is open. When what polkit decided by
 *    is not the same any more, polkit is asked again.
 * 6. The verb runs. Every call gets exactly one answer. Who leaves the bus while polkit is asked
 *    takes all its waiting calls along: nothing of them is done.
 *
 * Thread: main context. */
#define NWD_TYPE_GATE (nwd_gate_get_type ())
G_DECLARE_FINAL_TYPE (NwdGate, nwd_gate, NWD, GATE, GObject)

/* @verbs is static; @context is what the verbs get, and must outlive the gate. */
NwdGate *nwd_gate_new (GDBusConnection *connection,
                       NwdAuthority *authority,
                       const NwdVerb *verbs,
                       gpointer context,
                       const NwdLimits *limits);

/* A call of the object @id. Takes @invocation. */
void nwd_gate_take (NwdGate *self, const char *id, GDBusMethodInvocation *invocation);

/* How many calls wait for the authority; for tests. */
guint nwd_gate_count_checks (NwdGate *self);
