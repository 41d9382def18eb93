/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* The bridge that the empty network is: ours, no uplink, no address. */
#define NWD_UNWIRED_BRIDGE "nw-unwired"

/* The id of the network that a card on @source is on; "" for the empty network. */
char *nwd_resolve_network_id (const NwdState *state, const NwdSource *source);

/* The same for @card, for which the store may hold @note (or NULL). */
char *nwd_resolve_card_network_id (const NwdState *state, const NwdCard *card, const NwdNote *note);

/* The bridge whose port the tap of a running card on @source is; "" where there is none. */
const char *nwd_resolve_bridge (const NwdState *state, const NwdSource *source);

/* How found networks get their id: v5 of kind and name. */
char *nwd_resolve_found_id (const char *source_type, const char *source_name);

/* The attachment that uses @bridge, or NULL. */
NwdAttachment *nwd_resolve_attachment (const NwdState *state, const char *bridge);

/* The NIC that is a port of @bridge, the first by name of several; "" none. */
const char *nwd_resolve_nic_beneath (const NwdState *state, const char *bridge);

/* The links beneath @bridge, its ports but for those of guests: of NwdLink, a new array. NICs, and
 * what else leads somewhere: VLANs, tunnels. */
GPtrArray *nwd_resolve_list_beneath (const NwdState *state, const char *bridge);

/* The VM whose running card has that tap; NULL: none. */
const char *nwd_resolve_vm_of_tap (const NwdState *state, const char *name);

/* Whether @device, a NIC or a VLAN of one, is a port of @bridge. */
gboolean nwd_resolve_is_port (const NwdState *state, const char *device, const char *bridge);
