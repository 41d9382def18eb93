/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-vm.h"
#include "ports/nwd-kernel.h"

/* What others than the guest know of it. */

/* Whether a DHCP server of libvirt's may have leased addresses to it. */
gboolean nwd_guest_hearsay_has_leases (const NwdDomain *domain);

/* Adds to @claims, of leases, what the host's neighbour table has of the cards that have none. */
void nwd_guest_hearsay_add_neighbours (NwdKernel *kernel, const NwdVm *vm, GPtrArray *claims);
