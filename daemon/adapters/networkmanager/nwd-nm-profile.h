/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-bridge.h"
#include "core/nwd-uplink.h"

#include <NetworkManager.h>

/* The profile that NetworkManager keeps for a bridge of ours. Pure: nothing here asks anybody. */

/* An isolated bridge: connects by itself, no address of any kind, no STP, @mtu bytes (0: not
 * stated), and the tag by which we know it again. Its UUID is new each time.
 * Errors: NWD_ERROR_INVALID_ARGUMENT for what NetworkManager's own rules do not allow. */
NMConnection *
nwd_nm_profile_new (const char *name, const char *attachment_id, guint mtu, GError **error);

/* The same for the bridge that @profile is of, to take its place: with its UUID, and with the
 * host's addresses @ip, and what @like4 and @like6 (NULL none) say besides of them. */
NMConnection *nwd_nm_profile_as_made (NMConnection *profile,
                                      const char *attachment_id,
                                      guint mtu,
                                      const NwdIpConfig *ip,
                                      NMConnection *like4,
                                      NMConnection *like6,
                                      GError **error);

/* What makes a NIC, or a VLAN of it, carry what it is to carry: connects by itself, before what
 * else is for that NIC, and has a tag. @beneath: by which the NIC is configured, or a bond at all
 * (NULL: it is not): what that says of the NIC itself, its MAC and speed or its being a bond, goes
 * along. @like: as above. */
NMConnection *nwd_nm_profile_new_uplink (const NwdUplink *uplink,
                                         NMConnection *beneath,
                                         NMConnection *like4,
                                         NMConnection *like6,
                                         GError **error);

/* The same to take the place of @profile, which is one of those. */
NMConnection *nwd_nm_profile_as_uplink (NMConnection *profile,
                                        const NwdUplink *uplink,
                                        NMConnection *like4,
                                        NMConnection *like6,
                                        GError **error);

/* What of a NIC's profile would not go along: the name of that setting; NULL nothing. */
const char *nwd_nm_profile_get_kept (NMConnection *profile);

/* Is it one of those? */
gboolean nwd_nm_profile_is_port (NMConnection *profile);

/* The bridge that one of those makes a port of; "" none. */
const char *nwd_nm_profile_get_bridge (NMConnection *profile);

/* What one of those says; active is FALSE, for a profile cannot know. NULL: it is none. */
NwdUplink *nwd_nm_profile_read_uplink (NMConnection *profile);

/* The profile of a bridge as NwdBridge.settings has it; NULL where that cannot be read. */
NMConnection *nwd_nm_profile_from_settings (const char *text);

/* Bytes; 0: it does not say. */
guint nwd_nm_profile_get_mtu (NMConnection *profile);

/* A copy of @profile that differs in its MTU alone. */
NMConnection *nwd_nm_profile_with_mtu (NMConnection *profile, guint mtu);

/* Is it a bridge that carries our tag? */
gboolean nwd_nm_profile_is_ours (NMConnection *profile);

/* What a profile of ours says; active is FALSE, for a profile cannot know. NULL: not ours. */
NwdBridge *nwd_nm_profile_read (NMConnection *profile);
