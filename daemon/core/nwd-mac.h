/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* MAC addresses of cards, in lower case. */

/* @text in lower case; NULL with NWD_ERROR_INVALID_ARGUMENT, naming @key, where it is not six
 * pairs of hexadecimal digits with colons between, or is a group address or all zero. */
char *nwd_mac_parse (const char *key, const char *text, GError **error);

/* A locally administered address that no card and no interface of this host has: the same one for
 * the same vNIC, as long as nobody takes it. */
char *nwd_mac_generate (const NwdState *state, const char *vnic_id);

/* The vNIC that has @mac in a definition, now or at its next start, other than @but_id and those of
 * the set @leaving (NULL: none); or NULL. */
const NwdVnic *
nwd_mac_find_user (const NwdState *state, const char *mac, const char *but_id, GHashTable *leaving);
