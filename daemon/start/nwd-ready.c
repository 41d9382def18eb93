/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-ready.h"

gboolean
nwd_ready_to_serve (const NwdState *state)
{
  return state->hypervisor_state != NWD_BACKEND_CONNECTING
         && state->host_network_state != NWD_BACKEND_CONNECTING;
}

/* What is missing beneath a bridge keeps no VM from starting. An isolated one that its profile does
 * not hold yet is not closed towards the host yet. */
static gboolean
is_ready (const NwdState *state, const NwdAttachment *attachment)
{
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, attachment->bridge);
  gboolean isolated = !attachment->adopted && !*attachment->nic;

  if (*attachment->bridge && !g_hash_table_contains (state->links, attachment->bridge))
    return FALSE;
  return !isolated || !bridge || bridge->active;
}

gboolean
nwd_ready_for_vms (const NwdState *state)
{
  GHashTableIter iter;
  gpointer attachment;

  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, NULL, &attachment))
    if (!is_ready (state, attachment))
      return FALSE;
  return TRUE;
}
