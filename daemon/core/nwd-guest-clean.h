/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-guest-claim.h"
#include "nwd-guest-report.h"

/* Makes something fit to be shown, stored and compared of what was said of a guest: names without
 * what means something to a terminal, MAC addresses in lower case, addresses in their one form,
 * each once, invalid ones dropped; and no more of it than anybody can want: where there is too
 * much, what is of a card in @own_macs (a set of them) stays before what is not, and global
 * addresses before others. @claims of NwdGuestClaim. Pure. */
NwdGuestReport *nwd_guest_clean (GPtrArray *claims, GHashTable *own_macs, gint64 time);

/* The same of one. */
NwdGuestInterface *nwd_guest_clean_interface (const NwdGuestClaim *claim);

/* @text as a MAC address of any length up to 20 bytes, in lower case; NULL: it is none. */
char *nwd_guest_clean_mac (const char *text);
