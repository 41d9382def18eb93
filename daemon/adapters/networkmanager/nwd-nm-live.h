/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <NetworkManager.h>

/* An interface as it was, whatever its profile says: NetworkManager applies what it does not write
 * down. */

/* @profile with an MTU of @mtu bytes and with @addresses, no others, of the families in which
 * nobody else gives any. */
NMConnection *nwd_nm_live_new (NMConnection *profile, guint mtu, char **addresses);

/* Whether @device is as one of those says. */
gboolean nwd_nm_live_is_applied (NMDevice *device, NMConnection *live);
