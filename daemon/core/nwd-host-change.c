/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-host-change.h"

NwdHostChange *
nwd_host_change_new (NwdHostVerb verb, const char *id)
{
  NwdHostChange *change = g_new0 (NwdHostChange, 1);

  change->verb = verb;
  change->id = g_strdup (id);
  return change;
}

void
nwd_host_change_free (NwdHostChange *change)
{
  g_free (change->id);
  g_free (change->name);
  g_free (change->description);
  g_free (change->bridge_name);
  g_free (change->existing_bridge);
  g_free (change->nic);
  g_strfreev (change->properties);
  g_free (change->label);
  g_free (change);
}
