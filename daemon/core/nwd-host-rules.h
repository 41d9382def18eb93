/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* What changes of the host have in common. */

/* Whether the network manager is there; NWD_ERROR_HOST_NETWORK_UNAVAILABLE. @what is to be done to
 * @name, for the text: "attach network", "red". */
gboolean nwd_host_rules_check_connected (const NwdState *state,
                                         const char *what,
                                         const char *name,
                                         GError **error);

/* The attachment as stored; NULL with NWD_ERROR_NOT_FOUND. */
NwdAttachment *
nwd_host_rules_find_attachment (const NwdState *state, const char *id, GError **error);

/* The tap of a guest that is a port of @bridge, known to be of a VM or not; NULL none. */
const char *nwd_host_rules_find_tap (const NwdState *state, const char *bridge);

/* The names of the VMs that run with a card on the network, ", " between; "" none. */
char *nwd_host_rules_list_users (const NwdState *state, const char *network_id);
