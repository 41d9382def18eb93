/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* From what was read to what is shown: fills the lower half of NwdState from the upper one and adds
 * to @touched what is different by it. */

/* One VM and its vNICs; also for one that is gone. */
void nwd_derive_vm (NwdState *state, const char *vm_id, NwdTouched *touched);

/* All VMs: after a change of what bridges and networks mean. */
void nwd_derive_all_vms (NwdState *state, NwdTouched *touched);

/* All NICs. */
void nwd_derive_nics (NwdState *state, NwdTouched *touched);

/* All NICs, networks and attachments. */
void nwd_derive_networks (NwdState *state, NwdTouched *touched);

/* One of those: what is stored of it, and how it is. */
NwdAttachment *nwd_derive_attachment (const NwdState *state, const NwdAttachment *own);
