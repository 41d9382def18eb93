/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-reconcile.h"

#include "core/nwd-derive.h"
#include "core/nwd-fold.h"
#include "nwd-adopt.h"
#include "nwd-apply-card.h"
#include "nwd-checkpoints.h"
#include "nwd-quarantines.h"
#include "nwd-recovery.h"

/* What is learned of a VM ("" the host) while a change of it runs is part of that change's news;
 * but the news of all links do not wait for a network manager that does not answer. */
static NwdTouched *
get_touched (NwdContext *context, const char *vm_id, NwdTouched *own)
{
  NwdTouched *operation = g_hash_table_lookup (context->operations, vm_id);

  return operation && !(*vm_id == '\0' && context->host_stuck) ? operation : own;
}

/* --- the kernel --- */

/* That others learn the new place a moment later is no reason to undo a move that worked. */
static void
announce_if_moving (NwdContext *context, const NwdLink *link)
{
  const NwdLink *before = g_hash_table_lookup (context->state->links, link->name);
  const char *mac = g_hash_table_lookup (context->moving, link->name);
  g_autoptr (GError) error = NULL;

  if (!mac || !link->master || (before && before->master == link->master))
    return;
  if (!nwd_kernel_announce (context->kernel, link, mac, &error))
    g_warning ("Cannot announce %s on %s: %s", mac, link->name, error->message);
}

static void
on_link_changed (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  if (!context->started)
    {
      g_hash_table_replace (context->state->links, g_strdup (link->name), nwd_link_ref (link));
      return;
    }
  announce_if_moving (context, link);
  nwd_seals_hear_link (context->seals, context->state, link);
  nwd_mirrors_hear_link (context->mirrors, context->state, link);
  nwd_fold_link (context->state, link, get_touched (context, "", touched));
  nwd_statistics_link_changed (context->statistics, context->state, link, counters);
  nwd_context_publish (context, touched);
}

static void
on_link_gone (NwdLink *link, const NwdCounters *counters, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_seals_hear_link (context->seals, context->state, link);
  nwd_mirrors_hear_link (context->mirrors, context->state, link);
  nwd_statistics_link_gone (context->statistics, context->state, link, counters);
  nwd_fold_link_gone (context->state, link, get_touched (context, "", touched));
  nwd_context_publish (context, touched);
}

static void
on_filters_removed (guint link, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_seals_hear_removal (context->seals, link);
  nwd_mirrors_doubt (context->mirrors);
  nwd_context_publish (context, touched);
}

static const NwdKernelListener kernel_listener
  = { on_link_changed, on_link_gone, on_filters_removed };

/* --- the hypervisor --- */

static void
on_hypervisor_state (gpointer data)
{
  NwdContext *context = data;
  NwdBackendState news = nwd_hypervisor_get_state (context->hypervisor);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  /* Told with the inventory, which comes next: what is known now is not all there is. */
  if (news == NWD_BACKEND_CONNECTED && context->state->hypervisor_state != news)
    return;
  nwd_fold_hypervisor_state (context->state, news,
                             nwd_hypervisor_has_instant_changes (context->hypervisor), touched);
  nwd_context_publish (context, touched);
}

/* What we keep of a VM goes with it. */
static void
forget_vm (NwdContext *context, const char *vm_id)
{
  gboolean kept = g_hash_table_contains (context->state->notes, vm_id)
                  || g_hash_table_contains (context->state->stored_vnics, vm_id)
                  || g_hash_table_contains (context->state->quarantines, vm_id);

  if (!kept || *context->state->degraded_reason)
    return;
  g_hash_table_remove (context->state->notes, vm_id);
  g_hash_table_remove (context->state->stored_vnics, vm_id);
  g_hash_table_remove (context->state->quarantines, vm_id);
  nwd_records_forget_vm (context->records, vm_id);
}

static void
forget_the_gone (NwdContext *context, GHashTable *kept)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (kept, NULL);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);

  for (gpointer *id = ids; *id; id++)
    if (!g_hash_table_contains (context->state->domains, *id))
      g_ptr_array_add (gone, g_strdup (*id));
  for (guint i = 0; i < gone->len; i++)
    forget_vm (context, g_ptr_array_index (gone, i));
}

static void
on_inventory (GPtrArray *domains, GPtrArray *networks, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GHashTable) kept = nwd_adopt_begin_all (context);

  nwd_fold_virtual_networks (context->state, networks, touched);
  nwd_fold_domains (context->state, domains, touched);
  forget_the_gone (context, context->state->notes);
  forget_the_gone (context, context->state->stored_vnics);
  forget_the_gone (context, context->state->quarantines);
  nwd_adopt_end_all (context, kept, touched);
  nwd_fold_hypervisor_state (context->state, nwd_hypervisor_get_state (context->hypervisor),
                             nwd_hypervisor_has_instant_changes (context->hypervisor), touched);
  nwd_context_publish (context, touched);
  nwd_statistics_know_vms (context->statistics, context->state);
  if (context->guests)
    nwd_guests_know_vms (context->guests);
  nwd_apply_card_look_again_all (context);
  nwd_checkpoints_look_again (context);
  nwd_quarantines_look (context);
  nwd_recovery_run (context);
}

static void
on_domain_changed (NwdDomain *domain, gpointer data)
{
  NwdContext *context = data;
  const NwdDomain *old = g_hash_table_lookup (context->state->domains, domain->id);
  gboolean was_up = nwd_domain_is_up (old), was_in_transit = nwd_domain_is_in_transit (old);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();
  g_autoptr (GPtrArray) kept = nwd_adopt_begin (context, domain->id);

  nwd_fold_domain (context->state, domain, get_touched (context, domain->id, touched));
  nwd_adopt_end (context, domain->id, kept, touched);
  /* What could not be undone went with what ran. */
  if (was_up && !domain->live)
    nwd_fold_problem (context->state, domain->id, NWD_PROBLEM_UNDO, "", touched);
  nwd_adopt_forget_mirrors (context, domain->id, touched);
  nwd_context_publish (context, touched);
  nwd_apply_card_look_again (context, domain->id);
  nwd_quarantines_look_at (context, domain->id, /* begun= */ !was_up && nwd_domain_is_up (domain));
  if (was_in_transit && !nwd_domain_is_in_transit (domain))
    nwd_recovery_run (context);
}

static void
on_domain_gone (const char *vm_id, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  forget_vm (context, vm_id);
  nwd_slots_forget (context->slots, vm_id);
  nwd_fold_domain_gone (context->state, vm_id, touched);
  nwd_context_publish (context, touched);
  nwd_apply_card_look_again (context, vm_id);
}

static void
on_networks_changed (GPtrArray *networks, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_fold_virtual_networks (context->state, networks, touched);
  nwd_context_publish (context, touched);
}

static const NwdHypervisorListener hypervisor_listener = {
  on_hypervisor_state, on_inventory, on_domain_changed, on_domain_gone, on_networks_changed,
};

/* --- the network manager --- */

static void
on_host_network_state (gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_fold_host_network_state (context->state, nwd_host_network_get_state (context->host_network),
                               touched);
  nwd_seals_doubt (context->seals);
  nwd_context_publish (context, touched);
  nwd_recovery_run (context);
  nwd_checkpoints_look_again (context);
}

static void
on_bridges_changed (GPtrArray *bridges, GPtrArray *uplinks, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_fold_bridges (context->state, bridges, uplinks, get_touched (context, "", touched));
  nwd_seals_doubt (context->seals);
  nwd_context_publish (context, touched);
}

static void
on_managed_changed (GPtrArray *nics, gpointer data)
{
  NwdContext *context = data;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_fold_managed (context->state, nics, get_touched (context, "", touched));
  nwd_context_publish (context, touched);
}

static const NwdHostNetworkListener host_network_listener = {
  on_host_network_state,
  on_bridges_changed,
  on_managed_changed,
};

void
nwd_reconcile_start (NwdContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  if (!nwd_kernel_start (context->kernel, &kernel_listener, context, &error))
    g_warning ("Cannot watch the kernel's links: %s", error->message);
  context->started = TRUE;
  nwd_unpluggings_restore (context->unpluggings, context->state);
  context->state->mirroring = nwd_kernel_supports_mirrors (context->kernel);
  context->state->vlans = nwd_kernel_supports_vlans (context->kernel);
  nwd_derive_networks (context->state, touched);
  nwd_statistics_begin (context->statistics, context->state);
  nwd_context_publish (context, touched);

  nwd_host_network_start (context->host_network, &host_network_listener, context);
  nwd_hypervisor_start (context->hypervisor, &hypervisor_listener, context);
  on_host_network_state (context);
  on_hypervisor_state (context);
}
