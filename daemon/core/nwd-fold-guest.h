/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* What guests say, taken into the state: as nwd-fold.h. */

/* What that VM's guest said, now. That it said the same again is told to nobody, but its time is
 * kept. NULL: nothing is known of it. */
void
nwd_fold_guest (NwdState *state, const char *vm_id, NwdGuestReport *report, NwdTouched *touched);

/* The guest did not answer. */
void nwd_fold_guest_silent (NwdState *state, const char *vm_id, NwdTouched *touched);

/* For who takes in a VM: what its guest said ends with its run, and is no longer sure when its
 * agent has left. Before the VM is derived, which touches what shows it. */
void nwd_fold_guest_follow (NwdState *state, const NwdDomain *domain);

/* The same of all: nothing is kept of VMs that are not there. */
void nwd_fold_guests_follow (NwdState *state);
