/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-state.h"

/* What an attachment is to be by what a caller wants; checked but for the interfaces that are in
 * the way. New records. Errors: nwd-nic-rules.h, and NWD_ERROR_INVALID_ARGUMENT for settings that
 * do not go together. */

/* Of @network, which is not attached. */
NwdAttachment *nwd_attachment_wanted_new (const NwdState *state,
                                          const NwdNetwork *network,
                                          const NwdHostChange *change,
                                          GError **error);

/* Of @own, with another tag on its NIC. */
NwdAttachment *
nwd_attachment_wanted_tagged (const NwdState *state, const NwdAttachment *own, guint vlan);

/* Of @own; what is not said stays as it is. */
NwdAttachment *nwd_attachment_wanted_of (const NwdState *state,
                                         const NwdAttachment *own,
                                         const NwdHostChange *change,
                                         GError **error);
