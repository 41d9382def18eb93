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

void
nwd_wiring_change_free (NwdWiringChange *change)
{
  g_free (change->vnic_id);
  g_free (change->network_id);
  g_free (change);
}
