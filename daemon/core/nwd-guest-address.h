/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Addresses of guests, as "ADDRESS/PREFIX" in the one form that each has. */

/* @text in that form; NULL where it is none. A zone ("%eth0") is dropped. */
char *nwd_guest_address_parse (const char *text);

/* What an address is worth to who wants to reach the guest; the best first. */
typedef enum
{
  NWD_GUEST_SCOPE_GLOBAL,
  NWD_GUEST_SCOPE_LINK,
  NWD_GUEST_SCOPE_HOST, /* loopback, and what is no address of a card at all */
} NwdGuestScope;

/* Of what nwd_guest_address_parse() made. */
gboolean nwd_guest_address_is_ipv6 (const char *address);
NwdGuestScope nwd_guest_address_scope (const char *address);

/* Global before link-local, IPv4 first, then by their text. For arrays of char *. */
int nwd_guest_address_compare (gconstpointer a, gconstpointer b);
