/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Who tells of an interface. */
typedef enum
{
  NWD_GUEST_BY_AGENT, /* the guest's own agent */
  NWD_GUEST_BY_LEASE, /* the DHCP server of a libvirt network */
  NWD_GUEST_BY_ARP,   /* the host's neighbour table */
  NWD_N_GUEST_SOURCES
} NwdGuestSource;

/* The word for it in the contract. */
const char *nwd_guest_source_name (NwdGuestSource source);

/* What somebody says of one interface of a guest, as it was said: whatever bytes a guest sends. It
 * is not to be shown, stored or compared before nwd_guest_clean() made a report of it. */
typedef struct
{
  NwdGuestSource source;
  char *name;           /* "" not told */
  char *mac;            /* likewise */
  GPtrArray *addresses; /* of char *: "ADDRESS/PREFIX" */
} NwdGuestClaim;

/* More of a guest is not even looked at: it would be our memory and our time. */
#define NWD_GUEST_MAX_CLAIMS          1024
#define NWD_GUEST_MAX_CLAIM_ADDRESSES 1024

/* NULL as text is "". */
NwdGuestClaim *nwd_guest_claim_new (NwdGuestSource source, const char *name, const char *mac);
void nwd_guest_claim_free (NwdGuestClaim *claim);

/* Nothing beyond NWD_GUEST_MAX_CLAIM_ADDRESSES. */
void nwd_guest_claim_add (NwdGuestClaim *claim, const char *address, guint prefix);

/* A list of them, which frees them. */
GPtrArray *nwd_guest_claims_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdGuestClaim, nwd_guest_claim_free)
