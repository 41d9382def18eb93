/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-resolve.h"

#include "nwd-uuid.h"

#include <string.h>

char *
nwd_resolve_found_id (const char *source_type, const char *source_name)
{
  g_autofree char *name = g_strconcat (source_type, ":", source_name, NULL);

  return nwd_uuid_from_name (name);
}

NwdAttachment *
nwd_resolve_attachment (const NwdState *state, const char *bridge)
{
  GHashTableIter iter;
  gpointer attachment;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &attachment))
    if (g_str_equal (((NwdAttachment *)attachment)->bridge, bridge))
      return attachment;
  return NULL;
}

static NwdVirtualNetwork *
find_virtual_network (const NwdState *state, const char *bridge)
{
  GHashTableIter iter;
  gpointer network;

  g_hash_table_iter_init (&iter, state->virtual_networks);
  while (g_hash_table_iter_next (&iter, NULL, &network))
    if (g_str_equal (((NwdVirtualNetwork *)network)->bridge, bridge))
      return network;
  return NULL;
}

/* A network of ours that is not attached now, but whose bridge is @bridge when it is. */
static NwdNetwork *
find_detached_network (const NwdState *state, const char *bridge)
{
  GHashTableIter iter;
  gpointer network;

  if (g_hash_table_contains (state->links, bridge))
    return NULL;

  g_hash_table_iter_init (&iter, state->own_networks);
  while (g_hash_table_iter_next (&iter, NULL, &network))
    if (g_str_equal (((NwdNetwork *)network)->bridge, bridge))
      return network;
  return NULL;
}

static char *
resolve_bridge_id (const NwdState *state, const char *bridge)
{
  NwdAttachment *attachment = nwd_resolve_attachment (state, bridge);
  NwdVirtualNetwork *virtual_network = NULL;
  NwdNetwork *network = NULL;

  if (attachment)
    return g_strdup (attachment->network_id);

  virtual_network = find_virtual_network (state, bridge);
  if (virtual_network)
    return nwd_resolve_found_id ("network", virtual_network->name);

  network = find_detached_network (state, bridge);
  return network ? g_strdup (network->id) : nwd_resolve_found_id ("bridge", bridge);
}

char *
nwd_resolve_network_id (const NwdState *state, const NwdSource *source)
{
  if (!g_str_equal (source->type, "bridge"))
    return nwd_resolve_found_id (source->type, source->name);
  if (g_str_equal (source->name, NWD_UNWIRED_BRIDGE))
    return g_strdup ("");
  return resolve_bridge_id (state, source->name);
}

char *
nwd_resolve_card_network_id (const NwdState *state, const NwdCard *card, const NwdNote *note)
{
  if (note && note->held && !card->linked && nwd_source_equal (note->held, card->source))
    return g_strdup ("");
  return nwd_resolve_network_id (state, card->source);
}

const char *
nwd_resolve_bridge (const NwdState *state, const NwdSource *source)
{
  NwdVirtualNetwork *network = NULL;

  if (g_str_equal (source->type, "bridge"))
    return source->name;
  if (g_str_equal (source->type, "network"))
    network = g_hash_table_lookup (state->virtual_networks, source->name);
  return network ? network->bridge : "";
}

const char *
nwd_resolve_nic_beneath (const NwdState *state, const char *bridge)
{
  const char *found = NULL;
  GHashTableIter iter;
  gpointer name, nic;

  g_hash_table_iter_init (&iter, state->nics);
  while (g_hash_table_iter_next (&iter, &name, &nic))
    if (g_str_equal (((NwdNic *)nic)->port_of, bridge) && (!found || strcmp (name, found) < 0))
      found = name;
  return found ? found : "";
}

GPtrArray *
nwd_resolve_list_beneath (const NwdState *state, const char *bridge)
{
  GPtrArray *links = g_ptr_array_new ();
  const NwdLink *above = g_hash_table_lookup (state->links, bridge);
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, state->links);
  while (above && above->index && g_hash_table_iter_next (&iter, NULL, &link))
    if (((NwdLink *)link)->master == above->index && nwd_link_can_lead_out (link))
      g_ptr_array_add (links, link);
  return links;
}

gboolean
nwd_resolve_is_port (const NwdState *state, const char *device, const char *bridge)
{
  const NwdNic *nic = nwd_state_get_nic (state, device);
  const NwdLink *link = g_hash_table_lookup (state->links, device);
  const NwdLink *above = g_hash_table_lookup (state->links, bridge);

  if (nic)
    return g_str_equal (nic->port_of, bridge);
  return link && above && above->index && link->master == above->index;
}

const char *
nwd_resolve_vm_of_tap (const NwdState *state, const char *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVnic *vnic = value;

      if (vnic->live && g_str_equal (vnic->live->target, name))
        return vnic->vm_id;
    }
  return NULL;
}
