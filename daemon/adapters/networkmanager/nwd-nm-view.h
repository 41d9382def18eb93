/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-bridge.h"
#include "core/nwd-nic-profile.h"
#include "core/nwd-uplink.h"

#include <NetworkManager.h>

/* What NetworkManager says there is. All from libnm's cache: nothing here waits. */

/* A profile of ours for interface @name, borrowed. Of several (somebody copied it, with its tag)
 * the one that is active, or one that is not, where there is such a one. */
NMRemoteConnection *nwd_nm_view_our_profile (NMClient *client, const char *name, gboolean active);

/* A profile for interface @name that is not ours, borrowed. */
NMRemoteConnection *nwd_nm_view_foreign_profile (NMClient *client, const char *name);

/* The profile of ours by which interface @name, a NIC or a VLAN of one, carries the network of
 * @bridge ("" of none; NULL: any network), borrowed; NULL: none. Of several as above. */
NMRemoteConnection *
nwd_nm_view_port_profile (NMClient *client, const char *name, const char *bridge, gboolean active);

/* The interface @name, where there is one (NetworkManager also knows devices that might be). */
NMDevice *nwd_nm_view_device (NMClient *client, const char *name);

/* Is the interface there, and there because of the profile with @uuid? */
gboolean nwd_nm_view_is_held (NMDevice *device, const char *uuid);

/* Is the interface @name there, without a profile of ours or one that is active on it? */
gboolean nwd_nm_view_is_loose (NMClient *client, const char *name);

/* Is it held, connected, up, and of @mtu bytes (0: of any)? */
gboolean nwd_nm_view_is_ready (NMDevice *device, const char *uuid, guint mtu);

/* The same, but for what others have yet to give it: a port, or an address. */
gboolean nwd_nm_view_is_set_up (NMDevice *device, const char *uuid, guint mtu);

/* Is it a device that can be a NIC (nwd-nic.h)? */
gboolean nwd_nm_view_is_nic (NMDevice *device);

/* Those that are managed, sorted by name, with the profile that is active on them: of
 * NwdNicProfile. */
GPtrArray *nwd_nm_view_managed (NMClient *client);

/* Our bridges (of NwdBridge) by name, one a name; profiles whose UUID is a key of @hidden left out.
 */
GPtrArray *nwd_nm_view_bridges (NMClient *client, GHashTable *hidden);

/* What carries networks (of NwdUplink) by interface; of several profiles for one the active one is
 * last. */
GPtrArray *nwd_nm_view_uplinks (NMClient *client, GHashTable *hidden);

/* @profile says something else by now: it is read anew. */
void nwd_nm_view_forget (NMRemoteConnection *profile);

/* Do both hold the same, in the same order? */
gboolean nwd_nm_view_equal (GPtrArray *a, GPtrArray *b, GEqualFunc equal);
