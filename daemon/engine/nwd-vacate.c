/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vacate.h"

#include "core/nwd-plan-batch.h"
#include "nwd-account.h"
#include "nwd-call.h"

typedef struct
{
  GPtrArray *network_ids;
  guint left; /* VMs */
  NwdVacated done;
  gpointer data;
} Vacate;

/* What of it is one VM's. */
typedef struct
{
  Vacate *all;
  char *vm_id;
} Part;

static void
part_free (Part *part)
{
  g_free (part->vm_id);
  g_free (part);
}

static void
end_part (Vacate *v)
{
  if (--v->left > 0)
    return;
  v->done (v->data);
  g_ptr_array_unref (v->network_ids);
  g_free (v);
}

static void
on_vacated (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = g_task_propagate_pointer (G_TASK (result), &error);

  if (!plans)
    g_warning ("Cards on a network that goes stay there: %s", error->message);
  end_part (data);
}

static gboolean
uses_any (const NwdVnic *vnic, GPtrArray *network_ids)
{
  for (guint i = 0; i < network_ids->len; i++)
    if (nwd_vnic_uses (vnic, g_ptr_array_index (network_ids, i)))
      return TRUE;
  return FALSE;
}

/* Whether its next start is to be somewhere else, which is nobody's business here. */
static gboolean
is_only_live (const NwdVnic *vnic)
{
  return vnic->config && !g_str_equal (vnic->config_network_id, vnic->live_network_id);
}

/* Those of the VM that are on one of the networks, for now and for the next start alike, or only
 * now. */
static NwdPlan *
plan_cards (const NwdState *state, const Part *part, NwdOptions options, GError **error)
{
  const NwdVm *vm = nwd_state_get_vm (state, part->vm_id);
  g_autoptr (GPtrArray) changes
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);
  g_autoptr (GPtrArray) plans = NULL;

  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, g_ptr_array_index (vm->vnic_ids, i));
      NwdWiringChange *change = NULL;

      if (!uses_any (vnic, part->all->network_ids) || is_only_live (vnic) != options.live_only)
        continue;
      change = nwd_wiring_change_new (vnic->id);
      change->fields = NWD_WIRING_NETWORK;
      change->network_id = g_strdup ("");
      g_ptr_array_add (changes, change);
    }
  plans = nwd_plan_batch (state, changes, &options, error);
  if (!plans)
    return NULL;
  return plans->len > 0 ? g_ptr_array_steal_index (plans, 0) : nwd_plan_new ();
}

static GPtrArray *
plan_vacate (const NwdContext *context, gpointer request, const NwdOptions *options, GError **error)
{
  NwdOptions live_only = *options;
  g_autoptr (NwdPlan) plan = plan_cards (context->state, request, *options, error);
  g_autoptr (NwdPlan) more = NULL;

  live_only.live_only = TRUE;
  if (plan)
    more = plan_cards (context->state, request, live_only, error);
  if (!more)
    return NULL;
  nwd_plan_join (plan, more);
  nwd_plan_set_vm (plan, ((Part *)request)->vm_id);
  return nwd_plan_alone (g_steal_pointer (&plan));
}

static GPtrArray *
open_accounts (NwdContext *context, const Part *part, const NwdOptions *options)
{
  const NwdVm *vm = nwd_state_get_vm (context->state, part->vm_id);
  GPtrArray *accounts = g_ptr_array_new ();

  for (guint i = 0; i < vm->vnic_ids->len; i++)
    if (uses_any (nwd_state_get_vnic (context->state, g_ptr_array_index (vm->vnic_ids, i)),
                  part->all->network_ids))
      g_ptr_array_add (accounts, nwd_account_open (context, NWD_KIND_VNIC,
                                                   g_ptr_array_index (vm->vnic_ids, i), options));
  return accounts;
}

static void
vacate_vm (NwdContext *context, Vacate *v, const char *vm_id)
{
  const NwdOptions options
    = { .timeout = NWD_OPTIONS_TIMEOUT, .foreign = TRUE, .allow_mtu_mismatch = TRUE };
  g_autoptr (GPtrArray) vm_ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) accounts = NULL;
  GTask *task = g_task_new (NULL, NULL, on_vacated, v);
  Part *part = g_new0 (Part, 1);

  v->left++;
  part->all = v;
  part->vm_id = g_strdup (vm_id);
  accounts = open_accounts (context, part, &options);
  g_task_set_task_data (task, part, (GDestroyNotify)part_free);
  g_ptr_array_add (vm_ids, part->vm_id);
  nwd_call_start (context, vm_ids, /* prepare= */ NULL, plan_vacate, &options, accounts, task);
}

/* All that run: a change that goes on may bring a card of any of them there. */
static GPtrArray *
list_running (const NwdState *state)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->vms);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdVm *vm = value;

      if (vm->domain->live && vm->responsive)
        g_ptr_array_add (ids, g_strdup (vm->domain->id));
    }
  return ids;
}

void
nwd_vacate (NwdContext *context, GPtrArray *network_ids, NwdVacated done, gpointer data)
{
  g_autoptr (GPtrArray) vm_ids = list_running (context->state);
  Vacate *v = g_new0 (Vacate, 1);

  v->network_ids = g_ptr_array_ref (network_ids);
  v->left = 1; /* it must not end before all have begun */
  v->done = done;
  v->data = data;
  for (guint i = 0; network_ids->len > 0 && i < vm_ids->len; i++)
    if (nwd_state_get_vm (context->state, g_ptr_array_index (vm_ids, i)))
      vacate_vm (context, v, g_ptr_array_index (vm_ids, i));
  end_part (v);
}
