/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-ip-config.h"

#include <NetworkManager.h>

/* The host's addresses in profiles, and on devices. Nothing here waits. */

/* What @profile says of addresses becomes @ip, and what @like4 and @like6 (NULL none) say besides
 * of theirs, such as routes and name servers. */
void nwd_nm_ip_set (NMConnection *profile,
                    const NwdIpConfig *ip,
                    NMConnection *like4,
                    NMConnection *like6);

/* What @profile says: a new record. */
NwdIpConfig *nwd_nm_ip_read (NMConnection *profile);

/* Whether the device, which is connected, has what @ip says: the static ones, and none of a family
 * that has none. What others give comes when it comes. */
gboolean nwd_nm_ip_is_applied (NMDevice *device, const NwdIpConfig *ip);

/* Whether it has just that, and nothing besides. */
gboolean nwd_nm_ip_is_exact (NMDevice *device, const NwdIpConfig *ip);

/* Of what @profile says of addresses only the addresses become those of @ip, in the families in
 * which that has its own or none. */
void nwd_nm_ip_replace (NMConnection *profile, const NwdIpConfig *ip);
