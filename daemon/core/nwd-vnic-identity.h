/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* Who a card is: the same at each start of the service and of its VM. Both answers are new. @vm has
 * the vNICs that come before it. */

/* The UUID of its alias "ua-<uuid>", else v5 of (VM, MAC, number). */
char *nwd_vnic_identity_id (const NwdState *state, const NwdVm *vm, const NwdCard *card);

/* One for another vNIC: libvirt's way, but none that any of the VM has or is stored with. */
char *nwd_vnic_identity_free_name (const NwdState *state, const NwdVm *vm);

/* The name that it was given (@stored; NULL: none), else libvirt's, of a VM that is off the one
 * that libvirt will give it; unique among the VM's vNICs. */
char *nwd_vnic_identity_name (const NwdState *state,
                              const NwdVm *vm,
                              const NwdStoredVnic *stored,
                              const NwdCard *card);
