/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-bridge.h"

#include <NetworkManager.h>

/* The profile that NetworkManager keeps for a bridge of ours. Pure: nothing here asks anybody. */

/* An isolated bridge: connects by itself, no address of any kind, no STP, @mtu bytes (0: not
 * stated), and the tag by which we know it again. Its UUID is new each time.
 * Errors: NWD_ERROR_INVALID_ARGUMENT for what NetworkManager's own rules do not allow. */
NMConnection *
nwd_nm_profile_new (const char *name, const char *attachment_id, guint mtu, GError **error);

/* The same for the bridge that @profile is of, to take its place: with its UUID. */
NMConnection *nwd_nm_profile_as_made (NMConnection *profile,
                                      const char *attachment_id,
                                      guint mtu,
                                      GError **error);

/* What makes NIC @nic a port of bridge @bridge: connects by itself, before what else is for that
 * NIC, has an MTU of @mtu bytes and a tag. Errors as above. */
NMConnection *
nwd_nm_profile_new_port (const char *nic, const char *bridge, guint mtu, GError **error);

/* Is it one of those? */
gboolean nwd_nm_profile_is_port (NMConnection *profile);

/* The bridge that one of those makes a port of. */
const char *nwd_nm_profile_get_bridge (NMConnection *profile);

/* Bytes; 0: it does not say. */
guint nwd_nm_profile_get_mtu (NMConnection *profile);

/* A copy of @profile that differs in its MTU alone. */
NMConnection *nwd_nm_profile_with_mtu (NMConnection *profile, guint mtu);

/* Is it a bridge that carries our tag? */
gboolean nwd_nm_profile_is_ours (NMConnection *profile);

/* What a profile of ours says; active is FALSE, for a profile cannot know. NULL: not ours. */
NwdBridge *nwd_nm_profile_read (NMConnection *profile);
