/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-derive.h"

#include "nwd-resolve.h"

#include <string.h>

static NwdNetwork *
found_network_new (const char *source_type, const char *source_name, NwdOrigin origin)
{
  NwdNetwork *network = nwd_network_new ();

  network->id = nwd_resolve_found_id (source_type, source_name);
  network->name = g_strdup (*source_name ? source_name : source_type);
  network->description = g_strdup ("");
  network->origin = origin;
  network->bridge = g_strdup ("");
  network->attachment_id = g_strdup ("");
  network->source_type = g_strdup (source_type);
  network->source_name = g_strdup (source_name);
  return network;
}

static void
take_mtu_of_link (NwdNetwork *network, const NwdState *state, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (state->links, name);

  if (link)
    network->mtu = link->mtu;
}

static NwdNetwork *
virtual_to_network (const NwdState *state, const NwdVirtualNetwork *from)
{
  NwdNetwork *network = found_network_new ("network", from->name, NWD_ORIGIN_LIBVIRT);

  g_free (network->bridge);
  network->bridge = g_strdup (from->bridge);
  network->movable = from->active && *from->bridge;
  if (from->mtu)
    network->mtu = from->mtu;
  take_mtu_of_link (network, state, from->bridge);
  return network;
}

/* A bridge that nobody made here, or what else a card is on: a macvtap uplink, a bridge that is
 * missing, user mode networking, … */
static NwdNetwork *
host_to_network (const NwdState *state, const char *source_type, const char *source_name)
{
  NwdNetwork *network = found_network_new (source_type, source_name, NWD_ORIGIN_HOST);

  take_mtu_of_link (network, state, source_name);
  if (!g_str_equal (source_type, "bridge"))
    return network;

  g_free (network->bridge);
  network->bridge = g_strdup (source_name);
  network->movable = g_hash_table_contains (state->links, source_name);
  return network;
}

static NwdNetwork *
own_to_network (const NwdState *state, const NwdNetwork *own)
{
  NwdNetwork *network = nwd_network_copy (own);
  GHashTableIter iter;
  gpointer attachment;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &attachment))
    {
      const NwdAttachment *a = attachment;

      if (!g_str_equal (a->network_id, own->id))
        continue;
      g_free (network->attachment_id);
      g_free (network->bridge);
      network->attachment_id = g_strdup (a->id);
      network->bridge = g_strdup (a->bridge);
      network->movable = g_hash_table_contains (state->links, a->bridge);
    }
  g_free (network->source_name);
  network->source_name = g_strdup (network->bridge);
  return network;
}

static void
add (GHashTable *networks, NwdNetwork *network)
{
  g_hash_table_replace (networks, g_strdup (network->id), network);
}

static void
add_bridges (const NwdState *state, GHashTable *networks)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdLink *link = value;
      g_autoptr (NwdSource) source = NULL;
      g_autofree char *id = NULL;

      if (!g_str_equal (link->kind, "bridge"))
        continue;
      source = nwd_source_new ("bridge", link->name, NULL);
      id = nwd_resolve_network_id (state, source);
      if (*id && !g_hash_table_contains (networks, id))
        add (networks, host_to_network (state, "bridge", link->name));
    }
}

/* The source by which @vnic refers to the network. */
static const NwdSource *
reference_of (const NwdVnic *vnic, const char *network_id)
{
  if (nwd_vnic_uses (vnic, network_id))
    return vnic->live->source;
  return vnic->config ? vnic->config->source : vnic->stored->card->source;
}

/* What is known of only because a card refers to it. */
static void
add_referred (const NwdState *state, GHashTable *networks)
{
  GHashTableIter iter;
  gpointer id, vnics;

  g_hash_table_iter_init (&iter, state->network_vnics);
  while (g_hash_table_iter_next (&iter, &id, &vnics))
    {
      GHashTableIter vnic_iter;
      gpointer vnic_id;
      const NwdSource *source = NULL;

      if (*(char *)id == '\0' || g_hash_table_contains (networks, id))
        continue;
      g_hash_table_iter_init (&vnic_iter, vnics);
      g_hash_table_iter_next (&vnic_iter, &vnic_id, NULL);
      source = reference_of (nwd_state_get_vnic (state, vnic_id), id);
      add (networks, host_to_network (state, source->type, source->name));
    }
}

static GHashTable *
collect_networks (const NwdState *state)
{
  GHashTable *networks
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_network_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->own_networks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add (networks, own_to_network (state, value));
  g_hash_table_iter_init (&iter, state->virtual_networks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    add (networks, virtual_to_network (state, value));
  add_bridges (state, networks);
  add_referred (state, networks);
  return networks;
}

static GHashTable *
collect_attachments (const NwdState *state)
{
  GHashTable *attachments
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)nwd_attachment_unref);
  GHashTableIter iter;
  gpointer id, own;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, &id, &own))
    g_hash_table_insert (attachments, g_strdup (id), nwd_derive_attachment (state, own));
  return attachments;
}

/* A label shows its networks and attachments. */
static void
touch_label (const char *label, NwdTouched *touched)
{
  if (*label)
    nwd_touched_add (touched, NWD_KIND_LABEL, label);
}

/* What an attachment shows of its network changes with it. */
static void
touch_network (const NwdNetwork *network, NwdTouched *touched)
{
  nwd_touched_add (touched, NWD_KIND_NETWORK, network->id);
  if (*network->attachment_id)
    nwd_touched_add (touched, NWD_KIND_ATTACHMENT, network->attachment_id);
  touch_label (network->label, touched);
}

/* What mirrors a network that comes or goes shows it. */
static void
touch_mirroring (const NwdState *state, const char *network_id, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->stored_vnics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *stored = value;

      for (guint i = 0; i < stored->len; i++)
        {
          const NwdStoredVnic *vnic = g_ptr_array_index (stored, i);

          if (g_strv_contains ((const char *const *)vnic->mirrors, network_id)
              && nwd_state_get_vnic (state, vnic->id))
            nwd_touched_add (touched, NWD_KIND_VNIC, vnic->id);
        }
    }
}

/* Touches those of @networks that @others lacks or has otherwise. */
static void
touch_different_networks (const NwdState *state,
                          GHashTable *networks,
                          GHashTable *others,
                          NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer id, network;

  g_hash_table_iter_init (&iter, networks);
  while (g_hash_table_iter_next (&iter, &id, &network))
    {
      const NwdNetwork *other = g_hash_table_lookup (others, id);

      if (!other || !nwd_network_equal (network, other))
        touch_network (network, touched);
      if (!other)
        touch_mirroring (state, id, touched);
    }
}

/* Likewise a NIC shows its attachments. */
static void
touch_nic (const char *name, NwdTouched *touched)
{
  if (*name)
    nwd_touched_add (touched, NWD_KIND_NIC, name);
}

static void
touch_different_attachments (GHashTable *attachments, GHashTable *others, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer id, attachment;

  g_hash_table_iter_init (&iter, attachments);
  while (g_hash_table_iter_next (&iter, &id, &attachment))
    {
      const NwdAttachment *other = g_hash_table_lookup (others, id);

      if (other && nwd_attachment_equal (attachment, other))
        continue;
      nwd_touched_add (touched, NWD_KIND_ATTACHMENT, id);
      touch_nic (((NwdAttachment *)attachment)->nic, touched);
      touch_label (((NwdAttachment *)attachment)->label, touched);
    }
}

void
nwd_derive_networks (NwdState *state, NwdTouched *touched)
{
  g_autoptr (GHashTable) old_networks = state->networks;
  g_autoptr (GHashTable) old_attachments = state->attachments;

  nwd_derive_nics (state, touched);
  state->networks = collect_networks (state);
  state->attachments = collect_attachments (state);
  touch_different_networks (state, old_networks, state->networks, touched);
  touch_different_networks (state, state->networks, old_networks, touched);
  touch_different_attachments (old_attachments, state->attachments, touched);
  touch_different_attachments (state->attachments, old_attachments, touched);
}
