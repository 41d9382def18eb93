/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "core/nwd-state.h"
#include "ports/nwd-kernel.h"

/* Whether the world is now as it was to be: reads it, believes no return code.
 * Errors: NWD_ERROR_UPDATE_FAILED, NWD_ERROR_SETUP_FAILED. */

/* @domain: the VM, read after @change. A tap that is not a port of the bridge that the live
 * definition names is made one: libvirt sees no need to when only the kernel disagrees. */
gboolean nwd_verify_card (const NwdState *state,
                          NwdKernel *kernel,
                          const NwdDomain *domain,
                          const NwdCardChange *change,
                          GError **error);

/* Our bridge @name is there with @mtu; what was read goes into @state. */
gboolean nwd_verify_bridge (NwdState *state,
                            NwdKernel *kernel,
                            const char *name,
                            guint mtu,
                            NwdTouched *touched,
                            GError **error);
gboolean nwd_verify_no_bridge (
  NwdState *state, NwdKernel *kernel, const char *name, NwdTouched *touched, GError **error);

/* @nic is a port of our bridge @bridge, or is not and has an MTU of @mtu bytes (0: any), or is
 * gone; what was read goes into @state. A network manager that was started anew may not know how a
 * NIC was before: it is put back then. */
gboolean nwd_verify_port (NwdState *state,
                          NwdKernel *kernel,
                          const char *nic,
                          const char *bridge,
                          guint mtu,
                          NwdTouched *touched,
                          GError **error);
gboolean nwd_verify_no_port (NwdState *state,
                             NwdKernel *kernel,
                             const char *nic,
                             const char *bridge,
                             guint mtu,
                             NwdTouched *touched,
                             GError **error);

/* The network manager has said that it manages NIC @name, or that it does not. */
gboolean
nwd_verify_managed (const NwdState *state, const char *name, gboolean managed, GError **error);
