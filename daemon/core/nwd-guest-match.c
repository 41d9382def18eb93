/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-match.h"

#include "nwd-guest-address.h"

#include <string.h>

GHashTable *
nwd_guest_match_own_macs (const NwdVm *vm)
{
  GHashTable *macs = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *cards = vm->domain->live;

  for (guint i = 0; cards && i < cards->len; i++)
    g_hash_table_add (macs, ((NwdCard *)cards->pdata[i])->mac);
  return macs;
}

static gboolean
is_of (const NwdGuestInterface *interface, const NwdVnic *vnic)
{
  return vnic && vnic->live && g_str_equal (interface->mac, vnic->live->mac);
}

const char *
nwd_guest_match_vnic (const NwdState *state, const NwdVm *vm, const NwdGuestInterface *interface)
{
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    if (is_of (interface, nwd_state_get_vnic (state, vm->vnic_ids->pdata[i])))
      return vm->vnic_ids->pdata[i];
  return "";
}

/* --- a card --- */

static void
add_addresses (GPtrArray *all, char **addresses)
{
  for (char **address = addresses; *address; address++)
    if (nwd_guest_address_scope (*address) != NWD_GUEST_SCOPE_HOST
        && !g_ptr_array_find_with_equal_func (all, *address, g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (*address));
}

static const char *
best_address (const NwdGuestInterface *interface)
{
  const char *ipv4 = *interface->ipv4, *ipv6 = *interface->ipv6;

  if (!ipv4 || !ipv6)
    return ipv4 ? ipv4 : ipv6;
  return nwd_guest_address_compare (&ipv4, &ipv6) <= 0 ? ipv4 : ipv6;
}

static gboolean
is_better (const NwdGuestInterface *interface, const NwdGuestInterface *than)
{
  const char *address = best_address (interface);
  const char *other = than ? best_address (than) : NULL;

  if (!than || !address || !other)
    return !than || (address && !other);
  return nwd_guest_address_scope (address) < nwd_guest_address_scope (other);
}

NwdGuestCard *
nwd_guest_match_card (const NwdState *state, const NwdVnic *vnic)
{
  NwdGuestReport *report = g_hash_table_lookup (state->guests, vnic->vm_id);
  NwdGuestCard *card = g_new0 (NwdGuestCard, 1);
  const NwdGuestInterface *best = NULL;

  card->ipv4 = g_ptr_array_new_with_free_func (g_free);
  card->ipv6 = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; report && i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];

      if (!is_of (interface, vnic))
        continue;
      add_addresses (card->ipv4, interface->ipv4);
      add_addresses (card->ipv6, interface->ipv6);
      if (is_better (interface, best))
        best = interface;
    }
  g_ptr_array_sort (card->ipv4, nwd_guest_address_compare);
  g_ptr_array_sort (card->ipv6, nwd_guest_address_compare);
  card->name = g_strdup (best ? best->name : "");
  return card;
}

void
nwd_guest_card_free (NwdGuestCard *card)
{
  g_free (card->name);
  g_ptr_array_unref (card->ipv4);
  g_ptr_array_unref (card->ipv6);
  g_free (card);
}

/* --- a VM --- */

GPtrArray *
nwd_guest_match_ips (const NwdState *state, const NwdVm *vm)
{
  NwdGuestReport *report = g_hash_table_lookup (state->guests, vm->domain->id);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; report && i < report->interfaces->len; i++)
    {
      const NwdGuestInterface *interface = report->interfaces->pdata[i];

      if (!*nwd_guest_match_vnic (state, vm, interface))
        continue;
      add_addresses (all, interface->ipv4);
      add_addresses (all, interface->ipv6);
    }
  g_ptr_array_sort (all, nwd_guest_address_compare);
  return all;
}

static gboolean
waits_for_address (const NwdVnic *vnic)
{
  return vnic && vnic->live && vnic->live->linked && !nwd_vnic_is_unwired (vnic);
}

static gboolean
has_global (NwdGuestReport *report, const NwdVnic *vnic)
{
  for (guint i = 0; report && i < report->interfaces->len; i++)
    if (is_of (report->interfaces->pdata[i], vnic)
        && nwd_guest_interface_is_global (report->interfaces->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
nwd_guest_match_is_complete (const NwdState *state, const NwdVm *vm)
{
  NwdGuestReport *report = g_hash_table_lookup (state->guests, vm->domain->id);

  for (guint i = 0; i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, vm->vnic_ids->pdata[i]);

      if (waits_for_address (vnic) && !has_global (report, vnic))
        return FALSE;
    }
  return TRUE;
}

/* --- other VMs' addresses --- */

/* Such as that of a loopback interface. */
static gboolean
is_nobodys (const char *mac)
{
  return strspn (mac, "0:") == strlen (mac);
}

/* The interfaces that may be pretending: MAC address → GPtrArray of NwdGuestInterface. */
static GHashTable *
collect_unknown (const NwdVm *vm, const NwdGuestReport *report)
{
  g_autoptr (GHashTable) own = nwd_guest_match_own_macs (vm);
  GHashTable *unknown
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);

  for (guint i = 0; i < report->interfaces->len; i++)
    {
      NwdGuestInterface *interface = report->interfaces->pdata[i];
      GPtrArray *same = g_hash_table_lookup (unknown, interface->mac);

      if (is_nobodys (interface->mac) || g_hash_table_contains (own, interface->mac))
        continue;
      if (!same)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (unknown, interface->mac, same);
        }
      g_ptr_array_add (same, interface);
    }
  return unknown;
}

void
nwd_guest_match_mark (const NwdState *state, const NwdVm *vm, NwdGuestReport *report)
{
  g_autoptr (GHashTable) unknown = collect_unknown (vm, report);
  GHashTableIter iter;
  gpointer vnic;

  if (g_hash_table_size (unknown) == 0)
    return;
  g_hash_table_iter_init (&iter, state->vnics);
  while (g_hash_table_iter_next (&iter, NULL, &vnic))
    {
      GPtrArray *same = g_hash_table_lookup (unknown, nwd_vnic_get_card (vnic)->mac);

      for (guint i = 0; same && i < same->len; i++)
        if (!g_str_equal (((NwdVnic *)vnic)->vm_id, vm->domain->id))
          ((NwdGuestInterface *)same->pdata[i])->marks |= NWD_GUEST_FOREIGN_MAC;
    }
}
