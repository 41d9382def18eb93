/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-derive.h"

#include "nwd-resolve.h"
#include "nwd-vnic-identity.h"

static char *
card_network_id (const NwdState *state, const NwdCard *card, const NwdNote *note)
{
  return card ? nwd_resolve_card_network_id (state, card, note) : g_strdup ("");
}

/* On the empty network by our word alone: libvirt has it where it was. */
static char *
held_network_id (const NwdState *state, const NwdVnic *vnic, const NwdNote *note)
{
  if (!vnic->live || *vnic->live_network_id || !note || !note->held)
    return g_strdup ("");
  return nwd_resolve_network_id (state, vnic->live->source);
}

/* Takes @text. */
static char *
intern (char *text)
{
  g_autofree char *own = text;

  return nwd_text_new (own);
}

static guint
link_mtu (const NwdState *state, const char *name)
{
  const NwdLink *link = g_hash_table_lookup (state->links, name);

  return link ? link->mtu : 0;
}

/* The MTU of the unwired bridge is nobody's wish. */
static guint
next_mtu (const NwdState *state, const NwdCard *config, const char *network_id)
{
  if (config->mtu || !*network_id)
    return config->mtu;
  return link_mtu (state, nwd_resolve_bridge (state, config->source));
}

/* Takes @id. @card is the one of @live and @config that shows; of a vNIC that has neither, the one
 * that is stored. */
static NwdVnic *
vnic_new (const NwdState *state,
          const NwdVm *vm,
          char *id,
          const NwdCard *card,
          NwdCard *live,
          NwdCard *config)
{
  const NwdDomain *domain = vm->domain;
  NwdStoredVnic *stored
    = nwd_stored_vnic_find (g_hash_table_lookup (state->stored_vnics, domain->id), id);
  const NwdCard *spare = live || config ? NULL : card;
  NwdNote *note
    = nwd_note_find (g_hash_table_lookup (state->notes, domain->id), card->mac, card->nth);
  NwdVnic *vnic = nwd_vnic_new ();
  const char *problem = NULL;

  vnic->id = intern (id);
  vnic->vm_id = nwd_text_new (domain->id);
  vnic->name = intern (nwd_vnic_identity_name (state, vm, stored, card));
  vnic->live = live ? nwd_card_ref (live) : NULL;
  vnic->config = config ? nwd_card_ref (config) : NULL;
  vnic->live_network_id = intern (card_network_id (state, live, note));
  vnic->config_network_id = intern (card_network_id (state, config, note));
  vnic->stored_network_id = intern (card_network_id (state, spare, NULL));
  vnic->held_network_id = intern (held_network_id (state, vnic, note));
  problem = live ? g_hash_table_lookup (state->vnic_problems, vnic->id) : NULL;
  vnic->problem = nwd_text_new (problem ? problem : "");
  vnic->note = note ? nwd_note_ref (note) : NULL;
  vnic->stored = stored ? nwd_stored_vnic_ref (stored) : NULL;
  vnic->unplugging = live && g_hash_table_contains (state->unplugging, vnic->id);
  vnic->running_mtu = live ? link_mtu (state, live->target) : 0;
  vnic->next_mtu = config ? next_mtu (state, config, vnic->config_network_id) : 0;
  vnic->vm_live = domain->live != NULL;
  vnic->vm_persistent = domain->config != NULL;
  return vnic;
}

/* The empty network is no object. */
static void
touch_network (NwdTouched *touched, const char *network_id)
{
  if (*network_id)
    nwd_touched_add (touched, NWD_KIND_NETWORK, network_id);
}

static void
add_network_vnic (NwdState *state, const char *network_id, const char *vnic_id, NwdTouched *touched)
{
  GHashTable *vnics = g_hash_table_lookup (state->network_vnics, network_id);

  if (!vnics)
    {
      vnics = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)nwd_text_unref, NULL);
      g_hash_table_insert (state->network_vnics, g_strdup (network_id), vnics);
    }
  if (g_hash_table_add (vnics, nwd_text_new (vnic_id)))
    touch_network (touched, network_id);
}

static void
remove_network_vnic (NwdState *state,
                     const char *network_id,
                     const char *vnic_id,
                     NwdTouched *touched)
{
  GHashTable *vnics = g_hash_table_lookup (state->network_vnics, network_id);

  if (!vnics || !g_hash_table_remove (vnics, vnic_id))
    return;
  touch_network (touched, network_id);
  if (g_hash_table_size (vnics) == 0)
    g_hash_table_remove (state->network_vnics, network_id);
}

/* Those of @old that @vnic (NULL: none) no longer has. */
static void
remove_references (NwdState *state, const NwdVnic *old, const NwdVnic *vnic, NwdTouched *touched)
{
  const char *const then[] = { old->live_network_id, old->config_network_id, old->stored_network_id,
                               old->held_network_id };

  for (guint i = 0; i < G_N_ELEMENTS (then); i++)
    if (!vnic || !nwd_vnic_refers_to (vnic, then[i]))
      remove_network_vnic (state, then[i], old->id, touched);
}

/* Keeps who refers to which network, for all of @vnic's networks; what is shown of a network
 * changes with the cards that are on it now. */
static void
put_references (NwdState *state, const NwdVnic *old, const NwdVnic *vnic, NwdTouched *touched)
{
  const char *const now[] = { vnic->live_network_id, vnic->config_network_id,
                              vnic->stored_network_id, vnic->held_network_id };
  const char *shown = nwd_vnic_get_network_id (vnic);

  if (old)
    remove_references (state, old, vnic, touched);
  for (guint i = 0; i < G_N_ELEMENTS (now); i++)
    if (nwd_vnic_refers_to (vnic, now[i]))
      add_network_vnic (state, now[i], vnic->id, touched);
  if (old && !g_str_equal (nwd_vnic_get_network_id (old), shown))
    {
      touch_network (touched, nwd_vnic_get_network_id (old));
      touch_network (touched, shown);
    }
}

static void
put_vnic (NwdState *state, NwdVm *vm, NwdVnic *vnic, NwdTouched *touched)
{
  NwdVnic *old = nwd_state_get_vnic (state, vnic->id);

  if (!vnic->live)
    g_hash_table_remove (state->unplugging, vnic->id);
  g_ptr_array_add (vm->vnic_ids, nwd_text_ref (vnic->id));
  if (!old || !nwd_vnic_equal (old, vnic))
    nwd_touched_add (touched, NWD_KIND_VNIC, vnic->id);
  put_references (state, old, vnic, touched);
  g_hash_table_replace (state->vnics, nwd_text_ref (vnic->id), vnic);
}

static void
put_card (NwdState *state, NwdVm *vm, NwdCard *live, NwdCard *config, NwdTouched *touched)
{
  const NwdCard *card = live ? live : config;
  char *id = nwd_vnic_identity_id (state, vm, card);

  put_vnic (state, vm, vnic_new (state, vm, id, card, live, config), touched);
}

/* Those that no definition of libvirt has. */
static void
put_unplugged (NwdState *state, NwdVm *vm, NwdTouched *touched)
{
  GPtrArray *stored = g_hash_table_lookup (state->stored_vnics, vm->domain->id);

  for (guint i = 0; stored && i < stored->len; i++)
    {
      const NwdStoredVnic *vnic = g_ptr_array_index (stored, i);

      if (vnic->card && !nwd_vm_has_vnic (vm, vnic->id))
        put_vnic (state, vm, vnic_new (state, vm, g_strdup (vnic->id), vnic->card, NULL, NULL),
                  touched);
    }
}

static void
put_vnics (NwdState *state, NwdVm *vm, NwdTouched *touched)
{
  NwdDomain *domain = vm->domain;

  for (guint i = 0; domain->live && i < domain->live->len; i++)
    {
      NwdCard *live = g_ptr_array_index (domain->live, i);
      NwdCard *config = nwd_domain_find_card (domain->config, live->mac, live->nth);

      put_card (state, vm, live, config, touched);
    }
  for (guint i = 0; domain->config && i < domain->config->len; i++)
    {
      NwdCard *config = g_ptr_array_index (domain->config, i);

      if (!nwd_domain_find_card (domain->live, config->mac, config->nth))
        put_card (state, vm, NULL, config, touched);
    }
  put_unplugged (state, vm, touched);
}

/* Those of @old that @vm (NULL: it is gone) no longer has. */
static void
remove_vnics (NwdState *state, const NwdVm *old, const NwdVm *vm, NwdTouched *touched)
{
  for (guint i = 0; i < old->vnic_ids->len; i++)
    {
      const char *id = g_ptr_array_index (old->vnic_ids, i);

      if (vm && nwd_vm_has_vnic (vm, id))
        continue;
      nwd_touched_add (touched, NWD_KIND_VNIC, id);
      remove_references (state, nwd_state_get_vnic (state, id), NULL, touched);
      g_hash_table_remove (state->unplugging, id);
      g_hash_table_remove (state->vnic_problems, id);
      g_hash_table_remove (state->vnics, id);
    }
}

/* "; " between those of several sources. */
static char *
problem_of (const NwdState *state, const char *vm_id)
{
  GString *all = g_string_new (NULL);

  for (NwdProblem source = 0; source < NWD_N_PROBLEMS; source++)
    {
      const char *problem = g_hash_table_lookup (state->problems[source], vm_id);

      if (problem)
        g_string_append_printf (all, "%s%s", all->len ? "; " : "", problem);
    }
  return g_string_free (all, FALSE);
}

static NwdVm *
derive (NwdState *state, NwdDomain *domain, NwdTouched *touched)
{
  const char *id = domain->id;
  g_autofree char *problem = problem_of (state, id);
  NwdVm *vm = nwd_vm_new (domain, !g_hash_table_contains (state->unresponsive, id), problem);

  put_vnics (state, vm, touched);
  return vm;
}

void
nwd_derive_vm (NwdState *state, const char *vm_id, NwdTouched *touched)
{
  NwdDomain *domain = g_hash_table_lookup (state->domains, vm_id);
  const NwdVm *old = nwd_state_get_vm (state, vm_id);
  NwdVm *vm = domain ? derive (state, domain, touched) : NULL;

  if (old)
    remove_vnics (state, old, vm, touched);
  if (old && vm ? !nwd_vm_equal (old, vm) : old || vm)
    nwd_touched_add (touched, NWD_KIND_VM, vm_id);
  if (vm)
    g_hash_table_replace (state->vms, g_strdup (vm_id), vm);
  else
    g_hash_table_remove (state->vms, vm_id);
}

void
nwd_derive_all_vms (NwdState *state, NwdTouched *touched)
{
  GHashTableIter iter;
  gpointer vm_id;

  g_hash_table_iter_init (&iter, state->domains);
  while (g_hash_table_iter_next (&iter, &vm_id, NULL))
    nwd_derive_vm (state, vm_id, touched);
}
