/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-macs.h"

#include "nwd-error.h"
#include "nwd-mac.h"

/* A card on its way to an address. */
typedef struct
{
  NwdWiringChange *change; /* which is planned as if it were for @between */
  const NwdVnic *vnic;
  char *between;
  char *mac;
} Detour;

static void
detour_free (Detour *detour)
{
  g_free (detour->change->mac);
  detour->change->mac = detour->mac;
  g_free (detour->between);
  g_free (detour);
}

static gboolean
gives_up (const NwdVnic *vnic, const NwdWiringChange *change)
{
  if (change->verb == NWD_WIRING_REMOVE)
    return TRUE;
  if ((change->fields & NWD_WIRING_PLUGGED) && !change->plugged)
    return TRUE;
  return (change->fields & NWD_WIRING_MAC)
         && !g_str_equal (nwd_vnic_get_card (vnic)->mac, change->mac);
}

/* The address that @change brings into use; NULL: none. */
static const char *
taken_by (const NwdVnic *vnic, const NwdWiringChange *change)
{
  if (change->fields & NWD_WIRING_MAC)
    return change->mac;
  if ((change->fields & NWD_WIRING_PLUGGED) && change->plugged && !nwd_vnic_is_plugged (vnic))
    return nwd_vnic_get_card (vnic)->mac;
  return NULL;
}

NwdPlanMacs *
nwd_plan_macs_new (const NwdState *state, GPtrArray *changes)
{
  NwdPlanMacs *macs = g_new0 (NwdPlanMacs, 1);

  macs->state = state;
  macs->changes = changes;
  macs->leaving = g_hash_table_new (g_str_hash, g_str_equal);
  macs->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  macs->detours = g_ptr_array_new_with_free_func ((GDestroyNotify)detour_free);
  for (guint i = 0; i < changes->len; i++)
    {
      const NwdWiringChange *change = g_ptr_array_index (changes, i);
      const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);
      const char *mac = vnic ? taken_by (vnic, change) : NULL;

      if (vnic && gives_up (vnic, change))
        g_hash_table_add (macs->leaving, change->vnic_id);
      if (mac && !g_hash_table_contains (macs->taken, mac))
        g_hash_table_insert (macs->taken, g_strdup (mac), change->vnic_id);
    }
  return macs;
}

void
nwd_plan_macs_free (NwdPlanMacs *macs)
{
  for (guint i = 0; i < macs->changes->len; i++)
    ((NwdWiringChange *)g_ptr_array_index (macs->changes, i))->leaving = NULL;
  g_hash_table_unref (macs->leaving);
  g_hash_table_unref (macs->taken);
  g_ptr_array_unref (macs->detours);
  g_free (macs);
}

gboolean
nwd_plan_macs_check (const NwdPlanMacs *macs, const NwdWiringChange *change, GError **error)
{
  const NwdVnic *vnic = nwd_state_get_vnic (macs->state, change->vnic_id);
  const char *mac = vnic ? taken_by (vnic, change) : NULL;
  const char *taker = mac ? g_hash_table_lookup (macs->taken, mac) : NULL;

  if (!taker || g_str_equal (taker, change->vnic_id))
    return TRUE;
  g_set_error (
    error, NWD_ERROR, NWD_ERROR_MAC_IN_USE,
    "cannot change vNIC %s of VM %s: vNIC %s gets the MAC address %s by the same request "
    "(NETWORK_MAC_ADDRESS_IN_USE, 5013)",
    vnic->name, nwd_state_get_vnic_vm (macs->state, vnic)->domain->name,
    nwd_state_get_vnic (macs->state, taker)->name, mac);
  return FALSE;
}

/* Whether another card of the same VM has @mac now, and gives it up. */
static gboolean
is_on_the_way (const NwdPlanMacs *macs, const NwdVnic *vnic, const char *mac)
{
  const NwdVm *vm = nwd_state_get_vnic_vm (macs->state, vnic);

  for (guint i = 0; i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *other = nwd_state_get_vnic (macs->state, g_ptr_array_index (vm->vnic_ids, i));

      if (other != vnic && other->config && g_str_equal (other->config->mac, mac))
        return g_hash_table_contains (macs->leaving, other->id);
    }
  return FALSE;
}

void
nwd_plan_macs_begin (NwdPlanMacs *macs, NwdWiringChange *change)
{
  const NwdVnic *vnic = nwd_state_get_vnic (macs->state, change->vnic_id);
  Detour *detour = NULL;

  change->leaving = macs->leaving;
  if (!vnic || !vnic->config || !(change->fields & NWD_WIRING_MAC)
      || !is_on_the_way (macs, vnic, change->mac))
    return;

  detour = g_new0 (Detour, 1);
  detour->change = change;
  detour->vnic = vnic;
  detour->between = nwd_mac_generate (macs->state, change->vnic_id);
  detour->mac = g_steal_pointer (&change->mac);
  change->mac = g_strdup (detour->between);
  g_ptr_array_add (macs->detours, detour);
}

static NwdStep *
mac_step_new (const Detour *detour, const char *from, const char *to)
{
  g_autoptr (NwdCardChange) change
    = nwd_card_change_new (detour->vnic->vm_id, from, 0, NWD_SCOPE_CONFIG);
  char *alias = nwd_vnic_alias_new (detour->vnic->id);

  nwd_card_change_set_which (change, alias);
  nwd_text_unref (alias);
  nwd_card_change_set_mac (change, to);
  return nwd_step_new_card (change);
}

static NwdNote *
note_of (const Detour *detour, const char *mac)
{
  const NwdNote *note = detour->vnic->note;

  return nwd_note_new (mac, 0, note->linked, note->isolated, note->held);
}

/* What the empty network covers is kept by the card's address. */
static void
add_note (const Detour *detour, NwdPlan *plan)
{
  const char *vm_id = detour->vnic->vm_id;
  g_autoptr (NwdNote) old = note_of (detour, detour->between);
  g_autoptr (NwdNote) note = note_of (detour, detour->mac);

  nwd_plan_add (plan, nwd_step_new_note (NWD_STEP_NOTE_DROP, vm_id, old),
                nwd_step_new_note (NWD_STEP_NOTE, vm_id, old));
  nwd_plan_add (plan, nwd_step_new_note (NWD_STEP_NOTE, vm_id, note),
                nwd_step_new_note (NWD_STEP_NOTE_DROP, vm_id, note));
}

void
nwd_plan_macs_end (NwdPlanMacs *macs, NwdPlan *plan)
{
  for (guint i = 0; i < macs->detours->len; i++)
    {
      const Detour *detour = g_ptr_array_index (macs->detours, i);

      if (!g_str_equal (detour->vnic->vm_id, plan->vm_id))
        continue;
      nwd_plan_add (plan, mac_step_new (detour, detour->between, detour->mac),
                    mac_step_new (detour, detour->mac, detour->between));
      nwd_plan_add_mac (plan, detour->mac);
      if (detour->vnic->note)
        add_note (detour, plan);
    }
}
