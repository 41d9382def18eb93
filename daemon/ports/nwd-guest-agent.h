/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-guest-claim.h"

#include <gio/gio.h>

/* What can be asked about the interfaces in guests.
 *
 * Thread: functions are called, and callbacks run, on the main context; none blocks. The adapter
 *   keeps its blocking calls in threads of its own, of which there are
 *   NWD_GUEST_AGENT_MAX_QUESTIONS, and on connections of its own: a guest that hangs holds up
 *   nothing but them, and each for no longer than NWD_GUEST_AGENT_TIMEOUT and about the same again.
 * Order: none. The engine sees to it that there is one question a VM, and no more at once than
 * there are threads; more would wait. Truth: nothing of what an answer says has been looked at. A
 * guest may say anything. Errors: NWD_ERROR_TIMEOUT: the agent does not answer, or left;
 * NWD_ERROR_NOT_FOUND: no such VM runs; NWD_ERROR_HYPERVISOR_UNAVAILABLE; NWD_ERROR_FAILED: the
 * answer is none, with the cause. Cancellation: there is none.
 *
 * That an agent comes and goes is told with the VM: NwdDomain.agent. */
#define NWD_TYPE_GUEST_AGENT (nwd_guest_agent_get_type ())
G_DECLARE_INTERFACE (NwdGuestAgent, nwd_guest_agent, NWD, GUEST_AGENT, GObject)

#define NWD_GUEST_AGENT_MAX_QUESTIONS 4
#define NWD_GUEST_AGENT_TIMEOUT       3 /* s */

struct _NwdGuestAgentInterface
{
  GTypeInterface parent;

  void (*ask_async) (NwdGuestAgent *self,
                     const char *vm_id,
                     NwdGuestSource source,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
  GPtrArray *(*ask_finish) (NwdGuestAgent *self, GAsyncResult *result, GError **error);
};

/* Asks for the interfaces of a running VM: its own agent (NWD_GUEST_BY_AGENT), or who leased
 * addresses to it (NWD_GUEST_BY_LEASE). The answer: a new list of NwdGuestClaim. */
void nwd_guest_agent_ask_async (NwdGuestAgent *self,
                                const char *vm_id,
                                NwdGuestSource source,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *nwd_guest_agent_ask_finish (NwdGuestAgent *self, GAsyncResult *result, GError **error);
