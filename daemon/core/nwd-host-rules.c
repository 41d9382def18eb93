/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-host-rules.h"

#include "nwd-error.h"

gboolean
nwd_host_rules_check_connected (const NwdState *state,
                                const char *what,
                                const char *name,
                                GError **error)
{
  if (state->host_network_state == NWD_BACKEND_CONNECTED)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE,
               "cannot %s %s: no connection to NetworkManager", what, name);
  return FALSE;
}

NwdAttachment *
nwd_host_rules_find_attachment (const NwdState *state, const char *id, GError **error)
{
  NwdAttachment *own = g_hash_table_lookup (state->own_attachments, id);

  if (!own)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no attachment %s", id);
  return own;
}

char *
nwd_host_rules_list_users (const NwdState *state, const char *network_id)
{
  GHashTable *vnics = g_hash_table_lookup (state->network_vnics, network_id);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;
  g_autofree gpointer *keys = NULL;

  if (!vnics)
    return g_strdup ("");
  g_hash_table_iter_init (&iter, vnics);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, id);

      if (nwd_vnic_uses (vnic, network_id))
        g_hash_table_add (names, nwd_state_get_vnic_vm (state, vnic)->domain->name);
    }
  keys = g_hash_table_get_keys_as_array (names, NULL);
  return g_strjoinv (", ", (char **)keys);
}

const char *
nwd_host_rules_find_tap (const NwdState *state, const char *bridge)
{
  const NwdLink *master = g_hash_table_lookup (state->links, bridge);
  GHashTableIter iter;
  gpointer value;

  if (!master)
    return NULL;
  g_hash_table_iter_init (&iter, state->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdLink *link = value;

      if (link->master == master->index && g_str_equal (link->kind, "tun"))
        return link->name;
    }
  return NULL;
}
