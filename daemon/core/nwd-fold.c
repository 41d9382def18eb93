/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-fold.h"

#include "nwd-derive.h"
#include "nwd-fold-guest.h"
#include "nwd-resolve.h"

void
nwd_fold_hypervisor_state (NwdState *state,
                           NwdBackendState news,
                           gboolean instant,
                           NwdTouched *touched)
{
  if (state->hypervisor_state == news && state->instant_changes == instant)
    return;
  state->hypervisor_state = news;
  state->instant_changes = instant;
  nwd_touched_add (touched, NWD_KIND_ROOT, "");
}

void
nwd_fold_host_network_state (NwdState *state, NwdBackendState news, NwdTouched *touched)
{
  if (state->host_network_state == news)
    return;
  state->host_network_state = news;
  nwd_touched_add (touched, NWD_KIND_ROOT, "");
  nwd_derive_networks (state, touched);
}

void
nwd_fold_degraded (NwdState *state, const char *reason, NwdTouched *touched)
{
  g_free (state->degraded_reason);
  state->degraded_reason = g_strdup (reason);
  nwd_touched_add (touched, NWD_KIND_ROOT, "");
}

/* A card may be on a network that is only known by it; one that left may have been the last. */
static gboolean
needs_networks (const NwdState *state, const NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, nwd_touched_get (touched, NWD_KIND_NETWORK));
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const NwdNetwork *network = nwd_state_get_network (state, id);
      gboolean used = g_hash_table_contains (state->network_vnics, id);
      gboolean may_go = network && network->origin == NWD_ORIGIN_HOST && !network->movable;

      if (network ? may_go && !used : used)
        return TRUE;
    }
  return FALSE;
}

static void
derive_vm_and_networks (NwdState *state, const char *vm_id, NwdTouched *touched)
{
  nwd_derive_vm (state, vm_id, touched);
  if (needs_networks (state, touched))
    nwd_derive_networks (state, touched);
}

static void
derive_all (NwdState *state, NwdTouched *touched)
{
  nwd_derive_all_vms (state, touched);
  nwd_derive_networks (state, touched);
}

/* What was said of a VM goes with it. */
static gboolean
forget_domain (NwdState *state, const char *vm_id)
{
  g_hash_table_remove (state->unresponsive, vm_id);
  g_hash_table_remove (state->guests, vm_id);
  for (NwdProblem source = 0; source < NWD_N_PROBLEMS; source++)
    g_hash_table_remove (state->problems[source], vm_id);
  return g_hash_table_remove (state->domains, vm_id);
}

static void
remove_domains_but (NwdState *state, GHashTable *stay, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer key;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);

  g_hash_table_iter_init (&iter, state->domains);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (stay, key))
      g_ptr_array_add (gone, g_strdup (key));
  for (guint i = 0; i < gone->len; i++)
    {
      forget_domain (state, g_ptr_array_index (gone, i));
      nwd_derive_vm (state, g_ptr_array_index (gone, i), touched);
    }
}

void
nwd_fold_domains (NwdState *state, GPtrArray *domains, NwdTouched *touched)
{
  g_autoptr (GHashTable) stay = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < domains->len; i++)
    {
      NwdDomain *domain = g_ptr_array_index (domains, i);

      g_hash_table_add (stay, domain->id);
      g_hash_table_replace (state->domains, g_strdup (domain->id), nwd_domain_ref (domain));
    }
  remove_domains_but (state, stay, touched);
  nwd_fold_guests_follow (state);
  derive_all (state, touched);
}

void
nwd_fold_domain (NwdState *state, NwdDomain *domain, NwdTouched *touched)
{
  const NwdDomain *old = g_hash_table_lookup (state->domains, domain->id);

  if (old && nwd_domain_equal (old, domain))
    return;
  g_hash_table_replace (state->domains, g_strdup (domain->id), nwd_domain_ref (domain));
  nwd_fold_guest_follow (state, domain);
  derive_vm_and_networks (state, domain->id, touched);
}

void
nwd_fold_domain_gone (NwdState *state, const char *vm_id, NwdTouched *touched)
{
  if (!forget_domain (state, vm_id))
    return;
  g_hash_table_remove (state->notes, vm_id);
  g_hash_table_remove (state->stored_vnics, vm_id);
  g_hash_table_remove (state->quarantines, vm_id);
  derive_vm_and_networks (state, vm_id, touched);
}

void
nwd_fold_responsive (NwdState *state, const char *vm_id, gboolean responsive, NwdTouched *touched)
{
  if (responsive)
    g_hash_table_remove (state->unresponsive, vm_id);
  else
    g_hash_table_add (state->unresponsive, g_strdup (vm_id));
  nwd_derive_vm (state, vm_id, touched);
}

void
nwd_fold_unplugging (NwdState *state,
                     const NwdCardChange *detach,
                     gboolean stays,
                     NwdTouched *touched)
{
  const NwdVm *vm = nwd_state_get_vm (state, detach->vm_id);
  const NwdCard *card = vm ? nwd_card_change_find (detach, vm->domain->live) : NULL;

  for (guint i = 0; card && i < vm->vnic_ids->len; i++)
    {
      const char *id = g_ptr_array_index (vm->vnic_ids, i);

      if (nwd_state_get_vnic (state, id)->live == card)
        g_hash_table_replace (state->unplugging, g_strdup (id), GINT_TO_POINTER (stays));
    }
  nwd_derive_vm (state, detach->vm_id, touched);
}

static void
put_or_remove_text (GHashTable *table, const char *id, const char *text)
{
  if (*text)
    g_hash_table_replace (table, g_strdup (id), g_strdup (text));
  else
    g_hash_table_remove (table, id);
}

void
nwd_fold_vnic_problem (NwdState *state,
                       const char *vnic_id,
                       const char *problem,
                       NwdTouched *touched)
{
  NwdVnic *known = nwd_state_get_vnic (state, vnic_id);
  g_autoptr (NwdVnic) vnic = known ? nwd_vnic_ref (known) : NULL;

  if (!vnic || g_str_equal (vnic->problem, problem))
    return;
  put_or_remove_text (state->vnic_problems, vnic_id, problem);
  nwd_derive_vm (state, vnic->vm_id, touched);
}

void
nwd_fold_problem (
  NwdState *state, const char *vm_id, NwdProblem source, const char *problem, NwdTouched *touched)
{
  const char *old = g_hash_table_lookup (state->problems[source], vm_id);

  if (g_str_equal (old ? old : "", problem))
    return;
  put_or_remove_text (state->problems[source], vm_id, problem);
  nwd_derive_vm (state, vm_id, touched);
}

static void
put_or_remove (GHashTable *table, const char *vm_id, GPtrArray *records)
{
  if (records && records->len > 0)
    g_hash_table_replace (table, g_strdup (vm_id), g_ptr_array_ref (records));
  else
    g_hash_table_remove (table, vm_id);
}

void
nwd_fold_notes (NwdState *state, const char *vm_id, GPtrArray *notes, NwdTouched *touched)
{
  put_or_remove (state->notes, vm_id, notes);
  derive_vm_and_networks (state, vm_id, touched);
}

void
nwd_fold_stored_vnics (NwdState *state, const char *vm_id, GPtrArray *all, NwdTouched *touched)
{
  put_or_remove (state->stored_vnics, vm_id, all);
  derive_vm_and_networks (state, vm_id, touched);
}

void
nwd_fold_virtual_networks (NwdState *state, GPtrArray *networks, NwdTouched *touched)
{
  g_hash_table_remove_all (state->virtual_networks);
  for (guint i = 0; i < networks->len; i++)
    {
      NwdVirtualNetwork *network = g_ptr_array_index (networks, i);

      g_hash_table_replace (state->virtual_networks, g_strdup (network->name),
                            nwd_virtual_network_ref (network));
    }
  derive_all (state, touched);
}

void
nwd_fold_bridges (NwdState *state, GPtrArray *bridges, GPtrArray *uplinks, NwdTouched *touched)
{
  g_hash_table_remove_all (state->uplinks);
  for (guint i = 0; i < uplinks->len; i++)
    {
      NwdUplink *uplink = g_ptr_array_index (uplinks, i);

      g_hash_table_replace (state->uplinks, g_strdup (uplink->device), nwd_uplink_ref (uplink));
    }
  g_hash_table_remove_all (state->bridges);
  for (guint i = 0; i < bridges->len; i++)
    {
      NwdBridge *bridge = g_ptr_array_index (bridges, i);

      g_hash_table_replace (state->bridges, g_strdup (bridge->name), nwd_bridge_ref (bridge));
    }
  nwd_derive_networks (state, touched);
}

void
nwd_fold_managed (NwdState *state, GPtrArray *nics, NwdTouched *touched)
{
  g_hash_table_remove_all (state->managed);
  for (guint i = 0; i < nics->len; i++)
    {
      NwdNicProfile *profile = g_ptr_array_index (nics, i);

      g_hash_table_replace (state->managed, g_strdup (profile->nic), nwd_nic_profile_ref (profile));
    }
  nwd_derive_networks (state, touched);
}

void
nwd_fold_isolation (NwdState *state, const char *bridge, const char *problem, NwdTouched *touched)
{
  const char *old = g_hash_table_lookup (state->isolation, bridge);

  if (g_str_equal (old ? old : "", problem))
    return;
  if (*problem)
    g_hash_table_replace (state->isolation, g_strdup (bridge), g_strdup (problem));
  else
    g_hash_table_remove (state->isolation, bridge);
  nwd_derive_networks (state, touched);
}

/* Only bridges and macvtap uplinks mean something to networks; taps come and go. */
static gboolean
concerns_networks (const NwdState *state, const NwdLink *link)
{
  g_autofree char *uplink_id = nwd_resolve_found_id ("direct", link->name);

  return g_str_equal (link->kind, "bridge") || nwd_state_get_network (state, uplink_id);
}

/* A NIC or a VLAN of one, or whatever somebody made a port of a bridge. */
static gboolean
can_carry (const NwdLink *link)
{
  return nwd_nic_kind (link) || g_str_equal (link->kind, "vlan")
         || (link->master && nwd_link_can_lead_out (link));
}

static void
derive_vm_of_tap (NwdState *state, const char *name, NwdTouched *touched)
{
  const char *vm_id = nwd_resolve_vm_of_tap (state, name);

  if (vm_id)
    nwd_derive_vm (state, vm_id, touched);
}

void
nwd_fold_link (NwdState *state, NwdLink *link, NwdTouched *touched)
{
  const NwdLink *old = g_hash_table_lookup (state->links, link->name);
  gboolean came = !old || old->index != link->index;
  gboolean resized = !came && old->mtu != link->mtu;
  gboolean concerned = concerns_networks (state, link) || (old && concerns_networks (state, old));
  gboolean nic = can_carry (link) || (old && can_carry (old));
  gboolean moved = link->master != (old ? old->master : 0);

  if (old && nwd_link_equal (old, link))
    return;
  g_hash_table_replace (state->links, g_strdup (link->name), nwd_link_ref (link));
  if (concerned && (came || resized))
    derive_all (state, touched);
  else if (concerned || (nic && (came || moved || resized)))
    nwd_derive_networks (state, touched);
  else if (nic)
    nwd_derive_nics (state, touched);
  else if (came || resized)
    derive_vm_of_tap (state, link->name, touched);
}

void
nwd_fold_link_gone (NwdState *state, const NwdLink *link, NwdTouched *touched)
{
  const NwdLink *known = g_hash_table_lookup (state->links, link->name);
  gboolean concerned = concerns_networks (state, link);
  gboolean nic = FALSE;

  /* A new link may have taken the name before the old one's end is told. */
  if (!known || known->index != link->index)
    return;
  nic = can_carry (known);
  g_hash_table_remove (state->links, link->name);
  if (concerned)
    derive_all (state, touched);
  else if (nic)
    nwd_derive_networks (state, touched);
}

void
nwd_fold_own_network (NwdState *state, const char *id, NwdNetwork *network, NwdTouched *touched)
{
  if (network)
    g_hash_table_replace (state->own_networks, g_strdup (id), nwd_network_ref (network));
  else
    g_hash_table_remove (state->own_networks, id);
  derive_all (state, touched);
}

void
nwd_fold_own_attachment (NwdState *state,
                         const char *id,
                         NwdAttachment *attachment,
                         NwdTouched *touched)
{
  if (attachment)
    g_hash_table_replace (state->own_attachments, g_strdup (id), nwd_attachment_ref (attachment));
  else
    g_hash_table_remove (state->own_attachments, id);
  derive_all (state, touched);
}

void
nwd_fold_label (NwdState *state, const char *name, NwdLabel *label, NwdTouched *touched)
{
  NwdLabel *known = nwd_state_get_label (state, name);
  g_autoptr (NwdLabel) old = known ? nwd_label_ref (known) : NULL;

  if (label)
    g_hash_table_replace (state->labels, g_strdup (name), nwd_label_ref (label));
  else
    g_hash_table_remove (state->labels, name);
  nwd_touched_add (touched, NWD_KIND_LABEL, name);
  if (old && *old->nic)
    nwd_touched_add (touched, NWD_KIND_NIC, old->nic);
  if (label && *label->nic)
    nwd_touched_add (touched, NWD_KIND_NIC, label->nic);
}

void
nwd_fold_checkpoint (NwdState *state, NwdCheckpoint *checkpoint, NwdTouched *touched)
{
  g_hash_table_replace (state->checkpoints, g_strdup (checkpoint->id),
                        nwd_checkpoint_ref (checkpoint));
  nwd_touched_add (touched, NWD_KIND_CHECKPOINT, checkpoint->id);
}

void
nwd_fold_checkpoint_gone (NwdState *state, const char *id, NwdTouched *touched)
{
  g_autofree char *gone = g_strdup (id);

  if (g_hash_table_remove (state->checkpoints, gone))
    nwd_touched_add (touched, NWD_KIND_CHECKPOINT, gone);
}

void
nwd_fold_quarantine (NwdState *state,
                     const char *vm_id,
                     NwdQuarantine *quarantine,
                     NwdTouched *touched)
{
  if (quarantine)
    g_hash_table_replace (state->quarantines, g_strdup (vm_id), nwd_quarantine_ref (quarantine));
  else
    g_hash_table_remove (state->quarantines, vm_id);
  nwd_touched_add (touched, NWD_KIND_VM, vm_id);
}
