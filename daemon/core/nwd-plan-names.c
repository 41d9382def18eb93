/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-names.h"

#include "nwd-error.h"

static gboolean
gives_up (const NwdVnic *vnic, const NwdWiringChange *change)
{
  return change->verb == NWD_WIRING_REMOVE
         || ((change->fields & NWD_WIRING_NAME) && !g_str_equal (vnic->name, change->name));
}

/* What only one change may give; NULL: it gives none, or not to a vNIC that is there. */
static char *
key_new (const NwdState *state, const NwdWiringChange *change)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);
  const char *vm_id = vnic ? vnic->vm_id : change->vm_id;

  if (!(change->fields & NWD_WIRING_NAME) || !vm_id)
    return NULL;
  return g_strdup_printf ("%s %s", vm_id, change->name);
}

static void
note (NwdPlanNames *names, NwdWiringChange *change)
{
  const NwdVnic *vnic = nwd_state_get_vnic (names->state, change->vnic_id);
  g_autofree char *key = key_new (names->state, change);

  change->renamed = names->freed;
  if (vnic && gives_up (vnic, change))
    g_hash_table_add (names->freed, change->vnic_id);
  if (key && !g_hash_table_contains (names->taken, key))
    g_hash_table_insert (names->taken, g_steal_pointer (&key), change);
}

NwdPlanNames *
nwd_plan_names_new (const NwdState *state, GPtrArray *changes)
{
  NwdPlanNames *names = g_new0 (NwdPlanNames, 1);

  names->state = state;
  names->changes = changes;
  names->freed = g_hash_table_new (g_str_hash, g_str_equal);
  names->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < changes->len; i++)
    note (names, g_ptr_array_index (changes, i));
  return names;
}

void
nwd_plan_names_free (NwdPlanNames *names)
{
  for (guint i = 0; i < names->changes->len; i++)
    ((NwdWiringChange *)g_ptr_array_index (names->changes, i))->renamed = NULL;
  g_hash_table_unref (names->freed);
  g_hash_table_unref (names->taken);
  g_free (names);
}

/* What its vNIC is called now; one that is to be added, then. */
static const char *
name_of (const NwdState *state, const NwdWiringChange *change)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);

  return vnic ? vnic->name : change->name;
}

gboolean
nwd_plan_names_check (const NwdPlanNames *names, const NwdWiringChange *change, GError **error)
{
  g_autofree char *key = key_new (names->state, change);
  const NwdWiringChange *first = key ? g_hash_table_lookup (names->taken, key) : NULL;

  if (!first || g_str_equal (first->vnic_id, change->vnic_id))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
               "cannot change vNIC %s: vNIC %s of its VM gets the name %s by the same request "
               "(NETWORK_INTERFACE_NAME_ALREADY_IN_USE)",
               name_of (names->state, change), name_of (names->state, first), change->name);
  return FALSE;
}
