/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-quarantine.h"

#include "nwd-error.h"
#include "nwd-plan-wiring.h"

typedef struct
{
  const NwdState *state;
  const NwdVm *vm;
  NwdPlan *plan;
  GError *error; /* of all cards */
} Planner;

static const NwdVm *
find_vm (const NwdState *state, const char *vm_id, GError **error)
{
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);

  if (!vm)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no VM %s", vm_id);
  return vm;
}

static Planner
begin (const NwdState *state, const NwdVm *vm)
{
  Planner p = { state, vm, nwd_plan_new (), NULL };

  nwd_plan_set_vm (p.plan, vm->domain->id);
  return p;
}

static NwdPlan *
end (Planner *p, GError **error)
{
  if (!p->error)
    return p->plan;
  nwd_plan_free (p->plan);
  g_propagate_error (error, p->error);
  return NULL;
}

/* Takes @change. */
static void
add (Planner *p, NwdWiringChange *wanted, const NwdOptions *options)
{
  g_autoptr (NwdWiringChange) change = wanted;
  GError *error = NULL;
  g_autoptr (NwdPlan) plan = nwd_plan_wiring (p->state, change, options, &error);

  if (!plan)
    {
      nwd_error_add (&p->error, error);
      return;
    }
  nwd_plan_join (p->plan, plan);
  if (plan->steps->len > 0)
    nwd_plan_add_vnic (p->plan, change->vnic_id);
}

static NwdWiringChange *
change_new (const char *vnic_id, const char *network_id)
{
  NwdWiringChange *change = nwd_wiring_change_new (vnic_id);

  change->fields = NWD_WIRING_NETWORK;
  change->network_id = g_strdup (network_id);
  return change;
}

/* --- there --- */

static GVariant *
remember (const NwdVnic *vnic)
{
  const char *network = nwd_vnic_get_network_id (vnic);
  gboolean linked = nwd_vnic_get_linked (vnic);
  const char *next = vnic->config ? vnic->config_network_id : "";
  gboolean next_linked = vnic->config && nwd_vnic_get_next_linked (vnic);
  gboolean differs
    = vnic->live && vnic->config && (!g_str_equal (network, next) || linked != next_linked);

  return g_variant_new ("(ssbbsb)", vnic->id, network, linked, differs, next, next_linked);
}

static NwdStep *
step_new (const NwdVm *vm, NwdQuarantine *quarantine)
{
  return nwd_step_new_quarantine (vm->domain->id, quarantine);
}

/* What was saved runs elsewhere than the next start would have it; who moves a card on purpose
 * mostly does so for both. */
static gboolean
is_astray (const NwdVnic *vnic, const char *network_id)
{
  return vnic->live && vnic->config && !g_str_equal (vnic->live_network_id, network_id)
         && g_str_equal (vnic->config_network_id, network_id);
}

/* The cards that @old (NULL: none) does not know go to @network_id, and where the VM has just
 * @begun to run, those that it brought back from elsewhere. */
static void
plan_cards (
  Planner *p, const char *network_id, NwdQuarantine *old, gboolean begun, const NwdOptions *options)
{
  GVariantBuilder cards = G_VARIANT_BUILDER_INIT (NWD_QUARANTINE_CARDS);
  g_autoptr (NwdPlan) first = p->plan;
  g_autoptr (NwdQuarantine) quarantine = NULL;
  gboolean more = old == NULL;
  GVariantIter iter;
  GVariant *card = NULL;

  p->plan = nwd_plan_new ();
  nwd_plan_set_vm (p->plan, p->vm->domain->id);
  if (old)
    g_variant_iter_init (&iter, old->cards);
  while (old && (card = g_variant_iter_next_value (&iter)))
    {
      g_variant_builder_add_value (&cards, card);
      g_variant_unref (card);
    }
  for (guint i = 0; i < p->vm->vnic_ids->len; i++)
    {
      const char *id = g_ptr_array_index (p->vm->vnic_ids, i);
      const NwdVnic *vnic = nwd_state_get_vnic (p->state, id);
      gboolean known = old && nwd_quarantine_has (old, id);

      if (!known)
        g_variant_builder_add_value (&cards, remember (vnic));
      if (!known || (begun && is_astray (vnic, network_id)))
        add (p, change_new (id, network_id), options);
      more |= !known;
    }
  quarantine = nwd_quarantine_new (network_id, g_variant_builder_end (&cards));
  if (!more)
    return;
  nwd_plan_add (first, step_new (p->vm, quarantine),
                step_new (p->vm, g_hash_table_lookup (p->state->quarantines, p->vm->domain->id)));
  nwd_plan_join (first, p->plan);
  for (guint i = 0; i < p->plan->vnic_ids->len; i++)
    nwd_plan_add_vnic (first, g_ptr_array_index (p->plan->vnic_ids, i));
  nwd_plan_free (p->plan);
  p->plan = g_steal_pointer (&first);
}

NwdPlan *
nwd_plan_quarantine (const NwdState *state,
                     const char *vm_id,
                     const char *network_id,
                     const NwdOptions *options,
                     GError **error)
{
  const NwdVm *vm = find_vm (state, vm_id, error);
  Planner p;

  if (!vm)
    return NULL;
  if (nwd_quarantine_holds (g_hash_table_lookup (state->quarantines, vm_id)))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS, "VM %s is in quarantine already",
                   vm->domain->name);
      return NULL;
    }
  p = begin (state, vm);
  plan_cards (&p, network_id, NULL, FALSE, options);
  return end (&p, error);
}

/* --- and back --- */

/* Somebody who moved it since had a reason. */
static gboolean
is_where_it_was_put (const NwdVnic *vnic, const char *network_id)
{
  return g_str_equal (nwd_vnic_get_network_id (vnic), network_id);
}

static void
add_back (Planner *p,
          const char *vnic_id,
          const char *network_id,
          gboolean linked,
          const NwdOptions *options)
{
  NwdWiringChange *change = change_new (vnic_id, network_id);

  change->fields |= NWD_WIRING_LINKED;
  change->linked = linked;
  add (p, change, options);
}

/* What runs and what the next start has are planned each for itself: so each leaves the other's
 * note, which neither needs in the end. */
static void
add_back_twice (Planner *p,
                const NwdVnic *vnic,
                const char *network_id,
                gboolean linked,
                const char *next_id,
                gboolean next_linked,
                const NwdOptions *options)
{
  NwdOptions live = *options, next = *options;

  live.live_only = TRUE;
  next.next_start_only = TRUE;
  add_back (p, vnic->id, network_id, linked, &live);
  add_back (p, vnic->id, next_id, next_linked, &next);
  if (vnic->note && *network_id && *next_id)
    nwd_plan_add (p->plan, nwd_step_new_note (NWD_STEP_NOTE_DROP, vnic->vm_id, vnic->note),
                  nwd_step_new_note (NWD_STEP_NOTE, vnic->vm_id, vnic->note));
}

static void
plan_back (Planner *p, const NwdQuarantine *quarantine, const NwdOptions *options)
{
  GVariantIter iter;
  const char *id, *network_id, *next_id;
  gboolean linked, differs, next_linked;

  g_variant_iter_init (&iter, quarantine->cards);
  while (g_variant_iter_next (&iter, "(&s&sbb&sb)", &id, &network_id, &linked, &differs, &next_id,
                              &next_linked))
    {
      const NwdVnic *vnic = nwd_state_get_vnic (p->state, id);

      if (!vnic || !is_where_it_was_put (vnic, quarantine->network_id))
        continue;
      if (differs && vnic->live && vnic->config)
        add_back_twice (p, vnic, network_id, linked, next_id, next_linked, options);
      else if (differs && vnic->config)
        add_back (p, id, next_id, next_linked, options);
      else
        add_back (p, id, network_id, linked, options);
    }
}

/* What was saved cut off runs so again, though the next start would have it elsewhere by now. */
static gboolean
came_back_cut_off (const NwdVnic *vnic, const char *network_id)
{
  return vnic->live && g_str_equal (vnic->live_network_id, network_id)
         && !(vnic->config && g_str_equal (vnic->config_network_id, network_id));
}

/* The next start is as it was let go, or as somebody wanted it since. */
static void
plan_restored (Planner *p, NwdQuarantine *released, const NwdOptions *options)
{
  NwdOptions live = *options;
  GVariantIter iter;
  const char *id, *network_id;
  gboolean linked;

  live.live_only = TRUE;
  g_variant_iter_init (&iter, released->cards);
  while (g_variant_iter_next (&iter, "(&s&sbb&sb)", &id, &network_id, &linked, NULL, NULL, NULL))
    {
      const NwdVnic *vnic = nwd_state_get_vnic (p->state, id);

      if (vnic && came_back_cut_off (vnic, released->network_id))
        add_back (p, id, network_id, linked, &live);
    }
  nwd_plan_add (p->plan, step_new (p->vm, NULL), step_new (p->vm, released));
}

/* --- what comes meanwhile --- */

NwdPlan *
nwd_plan_quarantine_more (const NwdState *state,
                          const char *vm_id,
                          gboolean begun,
                          const NwdOptions *options,
                          GError **error)
{
  const NwdVm *vm = find_vm (state, vm_id, error);
  NwdQuarantine *old = g_hash_table_lookup (state->quarantines, vm_id);
  Planner p;

  if (!vm)
    return NULL;
  p = begin (state, vm);
  if (nwd_quarantine_holds (old))
    plan_cards (&p, old->network_id, old, begun, options);
  else if (old && nwd_domain_is_up (vm->domain))
    plan_restored (&p, old, options);
  return end (&p, error);
}

NwdPlan *
nwd_plan_release (const NwdState *state,
                  const char *vm_id,
                  const NwdOptions *options,
                  GError **error)
{
  const NwdVm *vm = find_vm (state, vm_id, error);
  NwdQuarantine *quarantine = g_hash_table_lookup (state->quarantines, vm_id);
  g_autoptr (NwdQuarantine) rest = NULL;
  Planner p;

  if (!vm)
    return NULL;
  if (!nwd_quarantine_holds (quarantine))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "VM %s is not in quarantine",
                   vm->domain->name);
      return NULL;
    }
  p = begin (state, vm);
  plan_back (&p, quarantine, options);
  rest = vm->domain->managed_save ? nwd_quarantine_release (quarantine) : NULL;
  nwd_plan_add (p.plan, step_new (vm, rest), step_new (vm, quarantine));
  return end (&p, error);
}
