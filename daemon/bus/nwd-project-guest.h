/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-row.h"

#include "core/nwd-state.h"

/* What guests say, as properties of VMs and of their cards. */
void nwd_project_guest_of_vm (NwdRowBuilder *row, const NwdState *state, const NwdVm *vm);
void nwd_project_guest_of_vnic (NwdRowBuilder *row, const NwdState *state, const NwdVnic *vnic);
