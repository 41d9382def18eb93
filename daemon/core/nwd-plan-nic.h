/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-plan.h"
#include "nwd-state.h"

/* What carries attachments: the steps of it, each with what makes it as it was. The NIC has been
 * checked (nwd-nic-rules.h). */

/* Adds to @plan that what carries @attachment is there, as it should be, with an MTU of @mtu
 * bytes. */
void
nwd_plan_nic_put (const NwdState *state, const NwdAttachment *attachment, guint mtu, NwdPlan *plan);

/* Adds to @plan that nothing carries @attachment, which has an MTU of @mtu bytes. Its NIC may be
 * missing. */
void nwd_plan_nic_remove (const NwdState *state,
                          const NwdAttachment *attachment,
                          guint mtu,
                          NwdPlan *plan);

/* Adds to @plan that @nic, which somebody else made a port of @bridge, is none. */
void nwd_plan_nic_expel (const NwdState *state, const char *nic, const char *bridge, NwdPlan *plan);

/* Adds to @plan that what carries @wanted takes the place of what carries @own. */
void nwd_plan_nic_change (const NwdState *state,
                          const NwdAttachment *own,
                          const NwdAttachment *wanted,
                          guint mtu,
                          NwdPlan *plan);

/* Plans whether the network manager manages a NIC (NWD_HOST_SET_MANAGED). One that has or loses it
 * may take the NIC out of its bridge: so what attached networks or running VMs need stays as it is.
 * Errors: NWD_ERROR_NOT_FOUND, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, NWD_ERROR_NETWORK_IN_USE. */
NwdPlan *nwd_plan_nic_managed (const NwdState *state, const NwdHostChange *change, GError **error);
