/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

/* Whether it is on the network now; it may only be going there at the next start. */
static gboolean
is_on (const NwdState *state, const char *vnic_id, const char *network_id)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, vnic_id);

  return g_str_equal (nwd_vnic_get_network_id (vnic), network_id);
}

static GVariant *
vnics (const NwdState *state, const char *network_id)
{
  GHashTable *set = g_hash_table_lookup (state->network_vnics, network_id);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  if (!set)
    return nwd_project_paths (NWD_KIND_VNIC, ids);
  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (is_on (state, id, network_id))
      g_ptr_array_add (ids, id);
  return nwd_project_paths (NWD_KIND_VNIC, ids);
}

GVariant *
nwd_project_network (const NwdState *state, const char *id)
{
  const NwdNetwork *network = nwd_state_get_network (state, id);
  NwdRowBuilder row;

  if (!network)
    return NULL;

  nwd_row_init (&row, NWD_KIND_NETWORK);
  nwd_row_put (&row, "Id", g_variant_new_string (network->id));
  nwd_row_put (&row, "Name", g_variant_new_string (network->name));
  nwd_row_put (&row, "Description", g_variant_new_string (network->description));
  nwd_row_put (&row, "Origin", g_variant_new_string (nwd_origin_name (network->origin)));
  nwd_row_put (&row, "Movable", g_variant_new_boolean (network->movable));
  nwd_row_put (&row, "Mtu", g_variant_new_uint32 (network->mtu));
  nwd_row_put (&row, "Vlan", g_variant_new_uint32 (network->vlan));
  nwd_row_put (&row, "VmNetwork", g_variant_new_boolean (network->vm_network));
  nwd_row_put (&row, "PortIsolation", g_variant_new_boolean (network->port_isolation));
  nwd_row_put (&row, "Label", g_variant_new_string (network->label));
  nwd_row_put (&row, "Attachment", nwd_project_path (NWD_KIND_ATTACHMENT, network->attachment_id));
  nwd_row_put (&row, "Bridge", g_variant_new_string (network->bridge));
  nwd_row_put (&row, "Vnics", vnics (state, id));
  return nwd_row_end (&row);
}
