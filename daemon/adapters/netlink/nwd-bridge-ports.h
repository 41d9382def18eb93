/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

/* The ports of bridges: asked for once a bridge, and then kept as the kernel tells of them, since
 * asking takes as long as the bridge has ports and as others change it. */
typedef struct _NwdBridgePorts NwdBridgePorts;

NwdBridgePorts *nwd_bridge_ports_new (void);
void nwd_bridge_ports_free (NwdBridgePorts *self);

/* Those of the bridge with index @bridge: port index → NwdBridgePort, which @self owns. Asked for
 * anew where @expected, the index of one of them, is not known to be. NULL with @error set: the
 * kernel does not say. */
GHashTable *nwd_bridge_ports_get (
  NwdBridgePorts *self, NwdNetlinkRequest *request, guint bridge, guint expected, GError **error);

/* The kernel told of a link. */
void nwd_bridge_ports_hear (NwdBridgePorts *self, const struct nlmsghdr *message);

/* Something that it told was lost. */
void nwd_bridge_ports_doubt (NwdBridgePorts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdBridgePorts, nwd_bridge_ports_free)
