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
