/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-adopt.h"

#include "core/nwd-fold.h"

/* What is yet to be undone may need it. */
static gboolean
must_stay (const NwdContext *context, const char *vm_id)
{
  return nwd_journal_blocks (context->journal, vm_id) || *context->state->degraded_reason;
}

/* A change of ours keeps what is stored of its cards in step by itself. */
static gboolean
is_ours (const NwdContext *context, const char *vnic_id)
{
  return nwd_marks_has (context->changing, vnic_id);
}

/* --- before --- */

/* The empty network covers what the card has anywhere else. */
static NwdCard *
make_spare (const NwdVnic *vnic)
{
  NwdCard *card = nwd_vnic_make_spare (vnic);

  if (nwd_vnic_is_unwired (vnic) && vnic->note)
    {
      card->linked = vnic->note->linked;
      card->isolated = vnic->note->isolated;
    }
  return card;
}

static NwdStoredVnic *
unplugged_new (const NwdVnic *vnic)
{
  g_autoptr (NwdCard) card = make_spare (vnic);
  const char *const *mirrors = vnic->stored ? (const char *const *)vnic->stored->mirrors : NULL;

  return nwd_stored_vnic_new (vnic->id, vnic->name, mirrors, card, NULL);
}

GPtrArray *
nwd_adopt_begin (NwdContext *context, const char *vm_id)
{
  const NwdVm *vm = nwd_state_get_vm (context->state, vm_id);
  g_autoptr (GPtrArray) kept
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);

  if (must_stay (context, vm_id))
    return NULL;
  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic
        = nwd_state_get_vnic (context->state, g_ptr_array_index (vm->vnic_ids, i));

      if (is_ours (context, vnic->id))
        continue;
      if ((vnic->stored && !vnic->stored->card)
          || g_hash_table_lookup (context->state->unplugging, vnic->id))
        g_ptr_array_add (kept, unplugged_new (vnic));
    }
  return g_steal_pointer (&kept);
}

/* --- after --- */

/* Whether the VM's next start will have it, or for a VM that has none, this run has it. */
static gboolean
is_defined (const NwdVnic *vnic)
{
  return vnic->config || (vnic->live && !vnic->vm_persistent);
}

/* What is to be stored of it from now on; NULL: nothing. */
static NwdStoredVnic *
follow (const NwdContext *context, NwdStoredVnic *stored, GPtrArray *kept)
{
  const NwdState *state = context->state;
  const NwdVnic *vnic = nwd_state_get_vnic (state, stored->id);
  NwdStoredVnic *lost = nwd_stored_vnic_find (kept, stored->id);

  if (is_ours (context, stored->id))
    return nwd_stored_vnic_ref (stored);
  if (!vnic)
    return lost ? nwd_stored_vnic_ref (lost) : NULL;
  if (is_defined (vnic) && stored->card && !nwd_vnic_was_undone (vnic))
    return nwd_stored_vnic_new (stored->id, stored->name, (const char *const *)stored->mirrors,
                                NULL, NULL);
  if (vnic->live && !is_defined (vnic) && !stored->card)
    return unplugged_new (vnic);
  return nwd_stored_vnic_ref (stored);
}

/* Those whose guests were asked to let go of them, and of which nothing was stored. */
static void
add_lost (const NwdState *state, GPtrArray *kept, GPtrArray *old, GPtrArray *all)
{
  for (guint i = 0; kept && i < kept->len; i++)
    {
      NwdStoredVnic *lost = g_ptr_array_index (kept, i);

      if (!nwd_state_get_vnic (state, lost->id) && !nwd_stored_vnic_find (old, lost->id))
        g_ptr_array_add (all, nwd_stored_vnic_ref (lost));
    }
}

/* The VM's records as they are to be; a new array, or NULL: as they are. */
static GPtrArray *
follow_vnics (const NwdContext *context, const char *vm_id, GPtrArray *kept)
{
  const NwdState *state = context->state;
  GPtrArray *old = g_hash_table_lookup (state->stored_vnics, vm_id);
  g_autoptr (GPtrArray) all
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_stored_vnic_unref);
  gboolean same = TRUE;

  for (guint i = 0; old && i < old->len; i++)
    {
      NwdStoredVnic *stored = g_ptr_array_index (old, i);
      NwdStoredVnic *now = follow (context, stored, kept);

      same = same && now == stored;
      if (now)
        g_ptr_array_add (all, now);
    }
  add_lost (state, kept, old, all);
  return same && all->len == (old ? old->len : 0) ? NULL : g_steal_pointer (&all);
}

static gboolean
has_card (const NwdState *state, const NwdVm *vm, const NwdNote *note)
{
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    if (nwd_state_get_vnic (state, g_ptr_array_index (vm->vnic_ids, i))->note == note)
      return TRUE;
  return FALSE;
}

/* Likewise the notes: those of cards that are gone go with them, unless a restore may bring them
 * back, or a change of the VM. */
static GPtrArray *
follow_notes (const NwdContext *context, const NwdVm *vm)
{
  const NwdState *state = context->state;
  GPtrArray *old = g_hash_table_lookup (state->notes, vm->domain->id);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_note_unref);

  for (guint i = 0; old && i < old->len; i++)
    {
      NwdNote *note = g_ptr_array_index (old, i);

      if (has_card (state, vm, note))
        g_ptr_array_add (notes, nwd_note_ref (note));
    }
  if (!old || notes->len == old->len || vm->domain->managed_save
      || g_hash_table_contains (context->operations, vm->domain->id))
    return NULL;
  return g_steal_pointer (&notes);
}

void
nwd_adopt_end (NwdContext *context, const char *vm_id, GPtrArray *kept, NwdTouched *touched)
{
  NwdState *state = context->state;
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);
  g_autoptr (GPtrArray) vnics = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  if (!vm || must_stay (context, vm_id))
    return;
  vnics = follow_vnics (context, vm_id, kept);
  notes = follow_notes (context, vm);
  if (vnics)
    nwd_fold_stored_vnics (state, vm_id, vnics, touched);
  if (notes)
    nwd_fold_notes (state, vm_id, notes, touched);
  if (vnics || notes)
    nwd_records_save_vm (context->records, vm_id, g_hash_table_lookup (state->notes, vm_id),
                         g_hash_table_lookup (state->stored_vnics, vm_id), NULL, NULL);
}

/* --- all VMs --- */

GHashTable *
nwd_adopt_begin_all (NwdContext *context)
{
  GHashTable *all
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  GHashTableIter iter;
  gpointer vm_id;

  g_hash_table_iter_init (&iter, context->state->vms);
  while (g_hash_table_iter_next (&iter, &vm_id, NULL))
    {
      GPtrArray *kept = nwd_adopt_begin (context, vm_id);

      if (kept)
        g_hash_table_insert (all, g_strdup (vm_id), kept);
    }
  return all;
}

void
nwd_adopt_end_all (NwdContext *context, GHashTable *kept, NwdTouched *touched)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (context->state->domains, NULL);

  for (gpointer *id = ids; *id; id++)
    nwd_adopt_end (context, *id, g_hash_table_lookup (kept, *id), touched);
}

/* --- mirrors --- */

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
