/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-derive.h"

#include "nwd-resolve.h"
#include "nwd-sync.h"

/* Why it does not work; NULL where it does. */
static char *
find_problem (const NwdState *state, const NwdAttachment *own)
{
  const NwdNic *nic = nwd_state_get_nic (state, own->nic);

  if (!g_hash_table_contains (state->links, own->bridge))
    return g_strdup_printf ("bridge %s is not there", own->bridge);
  if (!*own->nic)
    return NULL;
  if (!nic)
    return g_strdup_printf ("NIC %s is not there", own->nic);
  return g_str_equal (nic->port_of, own->bridge)
           ? NULL
           : g_strdup_printf ("NIC %s is not a port of bridge %s", own->nic, own->bridge);
}

NwdAttachment *
nwd_derive_attachment (const NwdState *state, const NwdAttachment *own)
{
  NwdAttachment *attachment
    = nwd_attachment_new (own->id, own->network_id, own->bridge, own->adopted);
  const NwdBridge *bridge = g_hash_table_lookup (state->bridges, own->bridge);
  const char *isolation = g_hash_table_lookup (state->isolation, own->bridge);
  g_autofree char *problem = find_problem (state, own);

  attachment->out_of_sync = nwd_sync_compare (state, own);
  g_free (attachment->label);
  attachment->label = g_strdup (own->label);
  g_free (attachment->boot_id);
  attachment->boot_id = g_strdup (own->boot_id);
  g_free (attachment->nic);
  attachment->nic
    = g_strdup (own->adopted ? nwd_resolve_nic_beneath (state, own->bridge) : own->nic);
  g_free (attachment->problem);
  if (!problem)
    {
      attachment->problem = g_strdup (isolation && !own->adopted ? isolation : "");
      return attachment;
    }
  if (bridge && !bridge->active && !own->adopted)
    attachment->state = NWD_ATTACHMENT_ACTIVATING;
  else
    attachment->state = NWD_ATTACHMENT_FAILED;
  attachment->problem = g_steal_pointer (&problem);
  return attachment;
}
