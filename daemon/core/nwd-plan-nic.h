/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* Whether @network can have a bridge of our own on the NIC called @name, or has it. Errors:
 * NWD_ERROR_NOT_FOUND, NWD_ERROR_NOT_SUPPORTED for tagged networks, for bonds and for what the
 * network manager does not manage, NWD_ERROR_ALREADY_EXISTS for a port of something else,
 * NWD_ERROR_NETWORK_IN_USE for one that is configured for the host itself. */
gboolean nwd_plan_nic_check_free (const NwdState *state,
                                  const NwdNetwork *network,
                                  const char *name,
                                  GError **error);

/* Adds to @plan that the NIC of @attachment, which is there, becomes a port of its bridge, or stays
 * one, with an MTU of @mtu bytes. */
void
nwd_plan_nic_add (const NwdState *state, const NwdAttachment *attachment, guint mtu, NwdPlan *plan);

/* Adds to @plan that the NIC of @attachment, where it is a port of its bridge, gets an MTU of @mtu
 * bytes instead of @old. */
void nwd_plan_nic_set_mtu (
  const NwdState *state, const NwdAttachment *attachment, guint old, guint mtu, NwdPlan *plan);

/* @own on the NIC called @nic, or on none (""): a new record. */
NwdAttachment *
nwd_plan_nic_attachment (const NwdState *state, const NwdAttachment *own, const char *nic);

/* Adds to @plan what makes @wanted, such a record, of @own: NICs change, with an MTU of @mtu bytes,
 * and it is stored. Errors: nwd_plan_nic_check_free(). */
gboolean nwd_plan_nic_change (const NwdState *state,
                              NwdAttachment *own,
                              NwdAttachment *wanted,
                              guint mtu,
                              NwdPlan *plan,
                              GError **error);

/* Plans whether the network manager manages a NIC (NWD_HOST_SET_MANAGED). One that has or loses it
 * may take the NIC out of its bridge: so what attached networks or running VMs need stays as it is.
 * Errors: NWD_ERROR_NOT_FOUND, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, NWD_ERROR_NETWORK_IN_USE. */
NwdPlan *nwd_plan_nic_managed (const NwdState *state, const NwdHostChange *change, GError **error);
