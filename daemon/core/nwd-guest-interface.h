/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-guest-claim.h"

/* What is wrong with what a guest says. */
typedef enum
{
  NWD_GUEST_ESCAPED = 1 << 0,     /* its name had to be made fit to be shown, or was cut */
  NWD_GUEST_BAD_MAC = 1 << 1,     /* what stands for its MAC address is none; it is left out */
  NWD_GUEST_FOREIGN_MAC = 1 << 2, /* its MAC address is that of another VM's card */
} NwdGuestMarks;

/* One interface in a guest, fit to be shown and stored. Immutable once it is in a report. */
typedef struct
{
  NwdGuestSource source;
  char *name;  /* at most 50 characters; "" not known */
  char *mac;   /* lower case; "" none. Not only Ethernet's: at most 59 characters */
  char **ipv4; /* "ADDRESS/PREFIX", each once, by nwd_guest_address_compare() */
  char **ipv6;
  NwdGuestMarks marks;
} NwdGuestInterface;

/* Its lists are empty, not NULL. */
NwdGuestInterface *nwd_guest_interface_new (NwdGuestSource source);
void nwd_guest_interface_free (NwdGuestInterface *interface);

/* An order in which equal lists are equal element by element: 0 only for equal ones. */
int nwd_guest_interface_compare (const NwdGuestInterface *a, const NwdGuestInterface *b);

/* Whether somebody could reach the guest by it. */
gboolean nwd_guest_interface_is_global (const NwdGuestInterface *interface);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdGuestInterface, nwd_guest_interface_free)
