/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-state.h"

#include "nwd-error.h"
#include "nwd-name.h"

static GHashTable *
table_new (GDestroyNotify unref)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref);
}

NwdState *
nwd_state_new (void)
{
  NwdState *state = g_new0 (NwdState, 1);

  state->hypervisor_state = state->host_network_state = NWD_BACKEND_CONNECTING;
  state->degraded_reason = g_strdup ("");
  state->boot_id = g_strdup ("");
  state->domains = table_new ((GDestroyNotify)nwd_domain_unref);
  state->virtual_networks = table_new ((GDestroyNotify)nwd_virtual_network_unref);
  state->links = table_new ((GDestroyNotify)nwd_link_unref);
  state->bridges = table_new ((GDestroyNotify)nwd_bridge_unref);
  state->uplinks = table_new ((GDestroyNotify)nwd_uplink_unref);
  state->managed = table_new ((GDestroyNotify)nwd_nic_profile_unref);
  state->isolation = table_new (g_free);
  state->own_networks = table_new ((GDestroyNotify)nwd_network_unref);
  state->own_attachments = table_new ((GDestroyNotify)nwd_attachment_unref);
  state->labels = table_new ((GDestroyNotify)nwd_label_unref);
  state->notes = table_new ((GDestroyNotify)g_ptr_array_unref);
  state->stored_vnics = table_new ((GDestroyNotify)g_ptr_array_unref);
  state->unresponsive = table_new (NULL);
  state->unplugging = table_new (NULL);
  for (NwdProblem source = 0; source < NWD_N_PROBLEMS; source++)
    state->problems[source] = table_new (g_free);
  state->vnic_problems = table_new (g_free);
  state->quarantines = table_new ((GDestroyNotify)nwd_quarantine_unref);
  state->checkpoints = table_new ((GDestroyNotify)nwd_checkpoint_unref);
  state->guests = table_new ((GDestroyNotify)nwd_guest_report_unref);
  state->vms = table_new ((GDestroyNotify)nwd_vm_unref);
  state->vnics = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)nwd_text_unref,
                                        (GDestroyNotify)nwd_vnic_unref);
  state->nics = table_new ((GDestroyNotify)nwd_nic_unref);
  state->networks = table_new ((GDestroyNotify)nwd_network_unref);
  state->attachments = table_new ((GDestroyNotify)nwd_attachment_unref);
  state->network_vnics = table_new ((GDestroyNotify)g_hash_table_unref);
  return state;
}

void
nwd_state_free (NwdState *state)
{
  g_free (state->degraded_reason);
  g_free (state->boot_id);
  g_hash_table_unref (state->domains);
  g_hash_table_unref (state->virtual_networks);
  g_hash_table_unref (state->links);
  g_hash_table_unref (state->bridges);
  g_hash_table_unref (state->uplinks);
  g_hash_table_unref (state->managed);
  g_hash_table_unref (state->isolation);
  g_hash_table_unref (state->own_networks);
  g_hash_table_unref (state->own_attachments);
  g_hash_table_unref (state->labels);
  g_hash_table_unref (state->notes);
  g_hash_table_unref (state->stored_vnics);
  g_hash_table_unref (state->unresponsive);
  g_hash_table_unref (state->unplugging);
  for (NwdProblem source = 0; source < NWD_N_PROBLEMS; source++)
    g_hash_table_unref (state->problems[source]);
  g_hash_table_unref (state->vnic_problems);
  g_hash_table_unref (state->quarantines);
  g_hash_table_unref (state->checkpoints);
  g_hash_table_unref (state->guests);
  g_hash_table_unref (state->vms);
  g_hash_table_unref (state->vnics);
  g_hash_table_unref (state->nics);
  g_hash_table_unref (state->networks);
  g_hash_table_unref (state->attachments);
  g_hash_table_unref (state->network_vnics);
  g_free (state);
}

NwdVm *
nwd_state_get_vm (const NwdState *state, const char *id)
{
  return g_hash_table_lookup (state->vms, id);
}

NwdVnic *
nwd_state_get_vnic (const NwdState *state, const char *id)
{
  return g_hash_table_lookup (state->vnics, id);
}

NwdNic *
nwd_state_get_nic (const NwdState *state, const char *name)
{
  return g_hash_table_lookup (state->nics, name);
}

NwdNetwork *
nwd_state_get_network (const NwdState *state, const char *id)
{
  return g_hash_table_lookup (state->networks, id);
}

NwdAttachment *
nwd_state_get_attachment (const NwdState *state, const char *id)
{
  return g_hash_table_lookup (state->attachments, id);
}

NwdLabel *
nwd_state_get_label (const NwdState *state, const char *name)
{
  return g_hash_table_lookup (state->labels, name);
}

NwdCheckpoint *
nwd_state_get_checkpoint (const NwdState *state, const char *id)
{
  return g_hash_table_lookup (state->checkpoints, id);
}

NwdVm *
nwd_state_get_vnic_vm (const NwdState *state, const NwdVnic *vnic)
{
  return nwd_state_get_vm (state, vnic->vm_id);
}

static const char *
vm_get_name (gpointer record)
{
  return ((NwdVm *)record)->domain->name;
}

static const char *
network_get_name (gpointer record)
{
  return ((NwdNetwork *)record)->name;
}

/* The one record that has the id, else the name, @name. */
static gpointer
find (GHashTable *records,
      const char *what,
      const char *name,
      const char *(*get_name) (gpointer record),
      GError **error)
{
  gpointer found = g_hash_table_lookup (records, name);
  g_autoptr (GString) candidates = g_string_new (NULL);
  g_autofree char *quoted = NULL;
  GHashTableIter iter;
  gpointer id, record;
  guint n = 0;

  if (found)
    return found;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &id, &record))
    if (g_str_equal (get_name (record), name))
      {
        found = record;
        g_string_append_printf (candidates, "%s%s", n++ ? ", " : "", (char *)id);
      }
  if (n == 1)
    return found;

  quoted = nwd_name_quote (name);
  if (n == 0)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no %s %s", what, quoted);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s %s is ambiguous: %s", what,
                 quoted, candidates->str);
  return NULL;
}

NwdVm *
nwd_state_find_vm (const NwdState *state, const char *name, GError **error)
{
  return find (state->vms, "VM", name, vm_get_name, error);
}

NwdNetwork *
nwd_state_find_network (const NwdState *state, const char *name, GError **error)
{
  return find (state->networks, "network", name, network_get_name, error);
}

GPtrArray *
nwd_state_find_vnics (const NwdState *state, const char *mac)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer vnic;

  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &vnic))
    if (g_ascii_strcasecmp (nwd_vnic_get_card (vnic)->mac, mac) == 0)
      g_ptr_array_add (found, vnic);
  return found;
}

gboolean
nwd_state_has (const NwdState *state, NwdKind kind, const char *id)
{
  switch (kind)
    {
    case NWD_KIND_ROOT:
      return *id == '\0';
    case NWD_KIND_NIC:
      return g_hash_table_contains (state->nics, id);
    case NWD_KIND_NETWORK:
      return g_hash_table_contains (state->networks, id);
    case NWD_KIND_ATTACHMENT:
      return g_hash_table_contains (state->attachments, id);
    case NWD_KIND_LABEL:
      return g_hash_table_contains (state->labels, id);
    case NWD_KIND_VM:
      return g_hash_table_contains (state->vms, id);
    case NWD_KIND_VNIC:
      return g_hash_table_contains (state->vnics, id);
    case NWD_KIND_CHECKPOINT:
      return g_hash_table_contains (state->checkpoints, id);
    case NWD_N_KINDS:
    default:
      return FALSE;
    }
}
