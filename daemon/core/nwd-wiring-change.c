/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-wiring-change.h"

NwdWiringChange *
nwd_wiring_change_new (const char *vnic_id)
{
  NwdWiringChange *change = g_new0 (NwdWiringChange, 1);

  change->vnic_id = g_strdup (vnic_id);
  return change;
}

NwdWiringChange *
nwd_wiring_change_new_add (const char *vm_id, const char *vnic_id)
{
  NwdWiringChange *change = nwd_wiring_change_new (vnic_id);

  change->verb = NWD_WIRING_ADD;
  change->vm_id = g_strdup (vm_id);
  return change;
}

void
nwd_wiring_change_free (NwdWiringChange *change)
{
  g_free (change->vm_id);
  g_free (change->vnic_id);
  g_free (change->network_id);
  g_strfreev (change->mirrors);
  g_free (change->name);
  g_free (change->mac);
  g_free (change->model);
  g_free (change->filter);
  g_clear_pointer (&change->filter_parameters, g_variant_unref);
  g_free (change->address);
  g_clear_pointer (&change->virtual_port, g_variant_unref);
  g_free (change->definition);
  g_free (change);
}

gboolean
nwd_wiring_change_needs_definition (const NwdWiringChange *change)
{
  return change->verb == NWD_WIRING_REMOVE
         || (change->verb == NWD_WIRING_UPDATE && (change->fields & NWD_WIRING_PLUGGED));
}
