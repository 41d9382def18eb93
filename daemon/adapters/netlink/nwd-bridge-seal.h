/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* nwd_kernel_seal_bridge() and its fellows. @bridge: as read just now. */
gboolean nwd_bridge_seal_put (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error);
gboolean nwd_bridge_seal_remove (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error);

/* nwd_kernel_seal_port(). */
gboolean nwd_bridge_seal_set_port (NwdNetlinkRequest *request,
                                   const char *port,
                                   gboolean sealed,
                                   GError **error);

/* FALSE with @error set: it cannot be read. */
gboolean nwd_bridge_seal_is_on (NwdNetlinkRequest *request, const NwdLink *bridge, GError **error);
