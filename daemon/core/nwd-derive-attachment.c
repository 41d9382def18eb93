/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-derive.h"

#include "nwd-resolve.h"
#include "nwd-sync.h"

/* Why what carries it does not; NULL where it does. */
static char *
find_nic_problem (const NwdState *state, const NwdAttachment *own)
{
  g_autofree char *device = nwd_uplink_device (own->nic, own->vlan);

  if (!nwd_state_get_nic (state, own->nic))
    return g_strdup_printf ("NIC %s is not there", own->nic);
  if (!g_hash_table_contains (state->links, device))
    return g_strdup_printf ("VLAN interface %s is not there", device);
  if (!*own->bridge || nwd_resolve_is_port (state, device, own->bridge))
    return NULL;
  return g_strdup_printf ("NIC %s is not a port of bridge %s", device, own->bridge);
}

/* Why it does not work; NULL where it does. */
static char *
find_problem (const NwdState *state, const NwdAttachment *own)
{
  if (*own->bridge && !g_hash_table_contains (state->links, own->bridge))
    return g_strdup_printf ("bridge %s is not there", own->bridge);
  return *own->nic ? find_nic_problem (state, own) : NULL;
}

/* A lease has yet to come. */
static gboolean
lacks_lease (const NwdAttachment *own, char **addresses)
{
  if (!g_str_equal (own->ip->ipv4.method, "dhcp"))
    return FALSE;
  for (; *addresses; addresses++)
    if (!nwd_ip_is_ipv6 (*addresses))
      return FALSE;
  return TRUE;
}

/* Whether the network manager has yet to finish what it has begun of it. */
static gboolean
is_activating (const NwdState *state, const NwdAttachment *own)
{
  g_autofree char *device = nwd_attachment_device (own);
  const NwdBridge *bridge = *own->bridge ? g_hash_table_lookup (state->bridges, device) : NULL;
  const NwdUplink *uplink = *own->bridge ? NULL : g_hash_table_lookup (state->uplinks, device);

  if (own->adopted)
    return FALSE;
  if (bridge)
    return !bridge->active || lacks_lease (own, bridge->addresses);
  return uplink && (!uplink->active || lacks_lease (own, uplink->addresses));
}

NwdAttachment *
nwd_derive_attachment (const NwdState *state, const NwdAttachment *own)
{
  NwdAttachment *attachment = nwd_attachment_copy (own);
  const char *isolation = g_hash_table_lookup (state->isolation, own->bridge);
  g_autofree char *problem = find_problem (state, own);
  gboolean activating = is_activating (state, own);

  attachment->out_of_sync = nwd_sync_compare (state, own);
  if (own->adopted)
    nwd_attachment_set_nic (attachment, nwd_resolve_nic_beneath (state, own->bridge), 0, 0, "");
  if (activating && (problem || !nwd_ip_config_is_none (own->ip)))
    attachment->state = NWD_ATTACHMENT_ACTIVATING;
  else if (problem)
    attachment->state = NWD_ATTACHMENT_FAILED;
  g_free (attachment->problem);
  if (problem)
    attachment->problem = g_steal_pointer (&problem);
  else
    attachment->problem = g_strdup (isolation && !own->adopted ? isolation : "");
  return attachment;
}
