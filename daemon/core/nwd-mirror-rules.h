/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-mirror.h"
#include "nwd-state.h"

/* Which mirrors there are to be. */

/* Those that can be now, of NwdMirror: of every card that runs, on a tap, and for every network it
 * mirrors that has a bridge here. Each once; in an order that depends on nothing but what they are,
 * so that two lists can be compared. */
GPtrArray *nwd_mirror_rules_list (const NwdState *state);

/* The vNIC whose card runs on @tap, among those that mirror; NULL: none. */
const NwdVnic *nwd_mirror_rules_find_vnic (const NwdState *state, const char *tap);

/* Whether the running card @live is one that can receive copies: NWD_ERROR_NOT_SUPPORTED. @what:
 * the vNIC, for messages. */
gboolean nwd_mirror_rules_check_card (const NwdState *state,
                                      const char *what,
                                      const NwdCard *live,
                                      GError **error);

/* Whether network @id can be mirrored; @now: at once, else its bridge may still come. Errors:
 * NWD_ERROR_NOT_SUPPORTED, NWD_ERROR_NOT_FOUND, NWD_ERROR_NETWORK_NOT_ON_HOST. */
gboolean nwd_mirror_rules_check_network (
  const NwdState *state, const char *what, const char *id, gboolean now, GError **error);
