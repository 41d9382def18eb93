/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* Which card of a VM an interface in its guest is: the one that is plugged in and has its MAC
 * address. Several interfaces may be one card: a bond, a bridge, a VLAN on it. Pure. */

/* The MAC addresses of all cards in the running VM: a set. */
GHashTable *nwd_guest_match_own_macs (const NwdVm *vm);

/* The id of the card; "" for none. Of several cards with that MAC address, the first. */
const char *
nwd_guest_match_vnic (const NwdState *state, const NwdVm *vm, const NwdGuestInterface *interface);

/* What is told of a card, of several interfaces together: the name is that of the one with the best
 * address. The lists are of char *, each address once. */
typedef struct
{
  char *name; /* "" none */
  GPtrArray *ipv4;
  GPtrArray *ipv6;
} NwdGuestCard;

NwdGuestCard *nwd_guest_match_card (const NwdState *state, const NwdVnic *vnic);
void nwd_guest_card_free (NwdGuestCard *card);

/* All addresses by which a VM's cards may be reached, the best first; none that only the guest
 * itself can use. */
GPtrArray *nwd_guest_match_ips (const NwdState *state, const NwdVm *vm);

/* Whether there is nothing more to wait for: each card that is on a network with its link up has a
 * global address. */
gboolean nwd_guest_match_is_complete (const NwdState *state, const NwdVm *vm);

/* Marks those interfaces of @report, which nobody else has yet, that have the MAC address of
 * another VM's card. */
void nwd_guest_match_mark (const NwdState *state, const NwdVm *vm, NwdGuestReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdGuestCard, nwd_guest_card_free)
