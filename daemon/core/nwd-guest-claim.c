/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-claim.h"

static const char *const source_names[] = { "agent", "lease", "arp" };

G_STATIC_ASSERT (G_N_ELEMENTS (source_names) == NWD_N_GUEST_SOURCES);

const char *
nwd_guest_source_name (NwdGuestSource source)
{
  return source_names[source];
}

NwdGuestClaim *
nwd_guest_claim_new (NwdGuestSource source, const char *name, const char *mac)
{
  NwdGuestClaim *claim = g_new0 (NwdGuestClaim, 1);

  claim->source = source;
  claim->name = g_strdup (name ? name : "");
  claim->mac = g_strdup (mac ? mac : "");
  claim->addresses = g_ptr_array_new_with_free_func (g_free);
  return claim;
}

void
nwd_guest_claim_free (NwdGuestClaim *claim)
{
  g_free (claim->name);
  g_free (claim->mac);
  g_ptr_array_unref (claim->addresses);
  g_free (claim);
}

void
nwd_guest_claim_add (NwdGuestClaim *claim, const char *address, guint prefix)
{
  if (address && claim->addresses->len < NWD_GUEST_MAX_CLAIM_ADDRESSES)
    g_ptr_array_add (claim->addresses, g_strdup_printf ("%s/%u", address, prefix));
}

GPtrArray *
nwd_guest_claims_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_guest_claim_free);
}
