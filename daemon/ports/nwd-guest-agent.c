/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-agent.h"

G_DEFINE_INTERFACE (NwdGuestAgent, nwd_guest_agent, G_TYPE_OBJECT)

static void
nwd_guest_agent_default_init (NwdGuestAgentInterface *interface)
{
}

void
nwd_guest_agent_ask_async (NwdGuestAgent *self,
                           const char *vm_id,
                           NwdGuestSource source,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  NWD_GUEST_AGENT_GET_IFACE (self)->ask_async (self, vm_id, source, callback, user_data);
}

GPtrArray *
nwd_guest_agent_ask_finish (NwdGuestAgent *self, GAsyncResult *result, GError **error)
{
  return NWD_GUEST_AGENT_GET_IFACE (self)->ask_finish (self, result, error);
}
