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
  nwd_ip_family_clear (&change->ipv4);
  nwd_ip_family_clear (&change->ipv6);
  g_strfreev (change->properties);
  g_free (change->label);
  g_free (change);
}

static void
take_family (NwdIpFamily *family, const NwdIpFamily *other)
{
  if (other->method)
    nwd_ip_family_set (family, other->method, (const char *const *)other->addresses,
                       other->gateway);
}

void
nwd_host_change_take_place (NwdHostChange *change, const NwdHostChange *other)
{
  g_free (change->nic);
  change->nic = g_strdup (other->nic);
  take_family (&change->ipv4, &other->ipv4);
  take_family (&change->ipv6, &other->ipv6);
  change->take_addresses = other->take_addresses;
  change->override = other->override;
}
