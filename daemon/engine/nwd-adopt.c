/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-adopt.h"

#include "core/nwd-fold.h"
#include "nwd-apply-card.h"

static NwdStoredVnic *
unplugged_new (const NwdVnic *vnic)
{
  g_autoptr (NwdCard) card = nwd_vnic_make_spare (vnic);
  const char *const *mirrors = vnic->stored ? (const char *const *)vnic->stored->mirrors : NULL;

  return nwd_stored_vnic_new (vnic->id, vnic->name, mirrors, card, NULL);
}

GPtrArray *
nwd_adopt_begin (NwdContext *context, const char *vm_id)
{
  const NwdVm *vm = nwd_state_get_vm (context->state, vm_id);
  g_autoptr (GPtrArray) kept
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);

  if (g_hash_table_contains (context->operations, vm_id)
      || nwd_apply_card_expects_departure (context, vm_id) || *context->state->degraded_reason)
    return NULL;
  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic
        = nwd_state_get_vnic (context->state, g_ptr_array_index (vm->vnic_ids, i));

      if ((vnic->stored && !vnic->stored->card) || vnic->unplugging)
        g_ptr_array_add (kept, unplugged_new (vnic));
    }
  return g_steal_pointer (&kept);
}

/* The VM's records with those of @kept that no definition has any more; a new array, or NULL. */
static GPtrArray *
add_lost (NwdContext *context, const char *vm_id, GPtrArray *kept)
{
  GPtrArray *old = g_hash_table_lookup (context->state->stored_vnics, vm_id);
  GPtrArray *all = NULL;

  for (guint i = 0; i < kept->len; i++)
    {
      NwdStoredVnic *stored = g_ptr_array_index (kept, i);
      GPtrArray *with = NULL;

      if (nwd_state_get_vnic (context->state, stored->id))
        continue;
      with = nwd_stored_vnic_put (all ? all : old, stored);
      g_clear_pointer (&all, g_ptr_array_unref);
      all = with;
    }
  return all;
}

void
nwd_adopt_end (NwdContext *context, const char *vm_id, GPtrArray *kept, NwdTouched *touched)
{
  g_autoptr (GPtrArray) all = NULL;

  if (!kept || !nwd_state_get_vm (context->state, vm_id))
    return;
  all = add_lost (context, vm_id, kept);
  if (!all)
    return;
  nwd_fold_stored_vnics (context->state, vm_id, all, touched);
  nwd_records_save_vm (context->records, vm_id, g_hash_table_lookup (context->state->notes, vm_id),
                       all, NULL, NULL);
}

/* @old without its mirrors; a new array, NULL where it has none. */
static GPtrArray *
without_mirrors (GPtrArray *old)
{
  g_autoptr (GPtrArray) rest
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);
  gboolean differs = FALSE;

  for (guint i = 0; i < old->len; i++)
    {
      NwdStoredVnic *vnic = g_ptr_array_index (old, i);
      g_autoptr (NwdStoredVnic) without
        = nwd_stored_vnic_new (vnic->id, vnic->name, NULL, vnic->card, vnic->definition);

      differs |= *vnic->mirrors != NULL;
      if (!nwd_stored_vnic_is_empty (without))
        g_ptr_array_add (rest, g_steal_pointer (&without));
    }
  return differs ? g_steal_pointer (&rest) : NULL;
}

void
nwd_adopt_forget_mirrors (NwdContext *context, const char *vm_id, NwdTouched *touched)
{
  const NwdDomain *domain = g_hash_table_lookup (context->state->domains, vm_id);
  GPtrArray *old = g_hash_table_lookup (context->state->stored_vnics, vm_id);
  g_autoptr (GPtrArray) rest = NULL;

  if (!domain || domain->live || !*domain->managed_by || !old || *context->state->degraded_reason)
    return;
  rest = without_mirrors (old);
  if (!rest)
    return;
  nwd_fold_stored_vnics (context->state, vm_id, rest, touched);
  nwd_records_save_vm (context->records, vm_id, g_hash_table_lookup (context->state->notes, vm_id),
                       rest, NULL, NULL);
}
