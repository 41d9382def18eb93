/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-hearsay.h"

#include "core/nwd-guest-match.h"

gboolean
nwd_guest_hearsay_has_leases (const NwdDomain *domain)
{
  for (guint i = 0; i < domain->live->len; i++)
    if (g_str_equal (((NwdCard *)domain->live->pdata[i])->source->type, "network"))
      return TRUE;
  return FALSE;
}

/* A lease says more: how large the network is. */
static void
remove_leased (GHashTable *macs, GPtrArray *claims)
{
  for (guint i = 0; i < claims->len; i++)
    {
      const NwdGuestClaim *claim = claims->pdata[i];

      if (claim->addresses->len > 0)
        g_hash_table_remove (macs, claim->mac);
    }
}

void
nwd_guest_hearsay_add_neighbours (NwdKernel *kernel, const NwdVm *vm, GPtrArray *claims)
{
  g_autoptr (GHashTable) macs = nwd_guest_match_own_macs (vm);
  g_autoptr (GPtrArray) neighbours = NULL;
  g_autoptr (GError) error = NULL;

  remove_leased (macs, claims);
  neighbours = nwd_kernel_read_neighbours (kernel, macs, &error);
  if (neighbours)
    g_ptr_array_extend_and_steal (claims, g_steal_pointer (&neighbours));
  else
    g_debug ("%s", error->message);
}
