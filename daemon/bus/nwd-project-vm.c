/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-project-guest.h"
#include "nwd-row.h"

static GVariant *
vnics (const NwdVm *vm)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    g_variant_builder_add_value (&builder,
                                 nwd_project_path (NWD_KIND_VNIC, vm->vnic_ids->pdata[i]));
  return g_variant_builder_end (&builder);
}

GVariant *
nwd_project_vm (const NwdState *state, const char *id)
{
  const NwdVm *vm = nwd_state_get_vm (state, id);
  const NwdDomain *domain = NULL;
  NwdRowBuilder row;

  if (!vm)
    return NULL;

  domain = vm->domain;
  nwd_row_init (&row, NWD_KIND_VM);
  nwd_row_put (&row, "Id", g_variant_new_string (domain->id));
  nwd_row_put (&row, "Name", g_variant_new_string (domain->name));
  nwd_row_put (&row, "Title", g_variant_new_string (domain->title));
  nwd_row_put (&row, "State", g_variant_new_string (nwd_vm_state_name (domain->state)));
  nwd_row_put (&row, "Persistent", g_variant_new_boolean (domain->persistent));
  nwd_row_put (&row, "ManagedSave", g_variant_new_boolean (domain->managed_save));
  nwd_row_put (&row, "ManagedBy", g_variant_new_string (domain->managed_by));
  nwd_row_put (&row, "Responsive", g_variant_new_boolean (vm->responsive));
  nwd_row_put (&row, "Vnics", vnics (vm));
  nwd_row_put (
    &row, "Quarantined",
    g_variant_new_boolean (nwd_quarantine_holds (g_hash_table_lookup (state->quarantines, id))));
  nwd_project_guest_of_vm (&row, state, vm);
  nwd_row_put (&row, "Problem", g_variant_new_string (vm->problem));
  return nwd_row_end (&row);
}
