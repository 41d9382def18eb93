/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "ports/nwd-kernel.h"

/* Whether this host's bridges and NICs are now as they were to be: reads them, believes no return
 * code; what was read goes into @state. Errors: NWD_ERROR_SETUP_FAILED, nwd-kernel.h. */

/* Our bridge @name is there with @mtu. */
gboolean nwd_verify_bridge (NwdState *state,
                            NwdKernel *kernel,
                            const char *name,
                            guint mtu,
                            NwdTouched *touched,
                            GError **error);
/* A bridge, or a VLAN, is not there any more. */
gboolean nwd_verify_gone (
  NwdState *state, NwdKernel *kernel, const char *name, NwdTouched *touched, GError **error);

/* @uplink carries what it is to carry. */
gboolean nwd_verify_uplink (
  NwdState *state, NwdKernel *kernel, const NwdUplink *uplink, NwdTouched *touched, GError **error);

/* It does not: a VLAN is gone; the NIC is no port of that bridge and has an MTU of @mtu bytes (0:
 * any), or is gone. One that is not so is put back. */
gboolean nwd_verify_no_uplink (NwdState *state,
                               NwdKernel *kernel,
                               const NwdUplink *uplink,
                               guint mtu,
                               NwdTouched *touched,
                               GError **error);

/* The NIC is a port of that bridge, as somebody made it by hand, with an MTU of @mtu bytes. */
gboolean nwd_verify_by_hand (NwdState *state,
                             NwdKernel *kernel,
                             const NwdUplink *uplink,
                             guint mtu,
                             NwdTouched *touched,
                             GError **error);

/* The network manager has said that it manages NIC @name, or that it does not. */
gboolean
nwd_verify_managed (const NwdState *state, const char *name, gboolean managed, GError **error);
