/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vm.h"

NwdVm *
nwd_vm_new (NwdDomain *domain, gboolean responsive, const char *problem)
{
  NwdVm *vm = g_atomic_rc_box_new0 (NwdVm);

  vm->domain = nwd_domain_ref (domain);
  vm->vnic_ids = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_text_unref);
  vm->responsive = responsive;
  vm->problem = g_strdup (problem);
  return vm;
}

NwdVm *
nwd_vm_ref (NwdVm *vm)
{
  return g_atomic_rc_box_acquire (vm);
}

static void
vm_clear (NwdVm *vm)
{
  g_clear_pointer (&vm->domain, nwd_domain_unref);
  g_clear_pointer (&vm->vnic_ids, g_ptr_array_unref);
  g_free (vm->problem);
}

void
nwd_vm_unref (NwdVm *vm)
{
  g_atomic_rc_box_release_full (vm, (GDestroyNotify)vm_clear);
}

static gboolean
ids_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

gboolean
nwd_vm_has_vnic (const NwdVm *vm, const char *id)
{
  return g_ptr_array_find_with_equal_func (vm->vnic_ids, id, g_str_equal, NULL);
}

gboolean
nwd_vm_equal (const NwdVm *a, const NwdVm *b)
{
  return a->responsive == b->responsive && g_str_equal (a->problem, b->problem)
         && ids_equal (a->vnic_ids, b->vnic_ids) && nwd_domain_equal (a->domain, b->domain);
}
