/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-ready.h"

gboolean
nwd_ready_to_serve (const NwdState *state)
{
  return state->hypervisor_state != NWD_BACKEND_CONNECTING
         && state->host_network_state != NWD_BACKEND_CONNECTING;
}

gboolean
nwd_ready_for_vms (const NwdState *state)
{
  GHashTableIter iter;
  gpointer attachment;

  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, NULL, &attachment))
    if (((NwdAttachment *)attachment)->state != NWD_ATTACHMENT_ACTIVE)
      return FALSE;
  return TRUE;
}
