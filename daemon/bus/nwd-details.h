/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-state.h"
#include "core/nwd-wiring-change.h"

/* What polkit's rules can decide by: key, value, key, value, …, NULL, for g_strfreev(). Every value
 * is what the daemon knows of the object, never the text that the caller sent. */

/* vm, vm-uuid, vm-managed-by where it has one, vnic, mac-address; network: the one that the card
 * will be on, "" the empty one; bridge where that has one; old-network, linked and plugged where
 * @change has them. */
char **nwd_details_of_wiring (const NwdState *state,
                              const NwdVnic *vnic,
                              const NwdWiringChange *change,
                              const NwdOptions *options);

/* Of a vNIC that @vm is to get: vm, vm-uuid, vm-managed-by where it has one, vnic ("(new)"
 * without a name), network; mac-address, bridge, linked and plugged where they are given. */
char **
nwd_details_of_new_vnic (const NwdState *state, const NwdVm *vm, const NwdWiringChange *change);

/* vm, vm-uuid, vm-managed-by where it has one. */
char **nwd_details_of_vm (const NwdVm *vm);

/* network, bridge unless empty, and the label that it gets, "" none; NULL: as it is. */
char **nwd_details_of_network (const char *network, const char *bridge, const char *label);

/* network, bridge unless empty, nic unless empty. */
char **nwd_details_of_attachment (const char *network, const char *bridge, const char *nic);

/* label, nic unless empty: "eth0,eth1" of one that moves from NIC @from to NIC @to, so that what
 * was allowed for one of them is not allowed for both. "" is no NIC. */
char **nwd_details_of_label (const char *name, const char *from, const char *to);

/* nic. */
char **nwd_details_of_nic (const char *name);
