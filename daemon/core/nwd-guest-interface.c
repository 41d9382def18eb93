/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-interface.h"

#include "nwd-guest-address.h"

#include <string.h>

NwdGuestInterface *
nwd_guest_interface_new (NwdGuestSource source)
{
  NwdGuestInterface *interface = g_new0 (NwdGuestInterface, 1);

  interface->source = source;
  interface->name = g_strdup ("");
  interface->mac = g_strdup ("");
  interface->ipv4 = g_new0 (char *, 1);
  interface->ipv6 = g_new0 (char *, 1);
  return interface;
}

void
nwd_guest_interface_free (NwdGuestInterface *interface)
{
  g_free (interface->name);
  g_free (interface->mac);
  g_strfreev (interface->ipv4);
  g_strfreev (interface->ipv6);
  g_free (interface);
}

static int
compare_lists (char **a, char **b)
{
  int order = 0;

  while (*a && *b && order == 0)
    order = strcmp (*a++, *b++);
  return order ? order : (*a != NULL) - (*b != NULL);
}

int
nwd_guest_interface_compare (const NwdGuestInterface *a, const NwdGuestInterface *b)
{
  int order = strcmp (a->name, b->name);

  if (order == 0)
    order = strcmp (a->mac, b->mac);
  if (order == 0)
    order = (int)a->source - (int)b->source;
  if (order == 0)
    order = (int)a->marks - (int)b->marks;
  if (order == 0)
    order = compare_lists (a->ipv4, b->ipv4);
  return order ? order : compare_lists (a->ipv6, b->ipv6);
}

/* The best come first. */
gboolean
nwd_guest_interface_is_global (const NwdGuestInterface *interface)
{
  const char *ipv4 = *interface->ipv4, *ipv6 = *interface->ipv6;

  return (ipv4 && nwd_guest_address_scope (ipv4) == NWD_GUEST_SCOPE_GLOBAL)
         || (ipv6 && nwd_guest_address_scope (ipv6) == NWD_GUEST_SCOPE_GLOBAL);
}
