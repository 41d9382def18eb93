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

/* Whether @own can become @wanted: where the NIC is another, or tagged otherwise, the profile that
 * it took its addresses from would give them to the NIC again. Errors: NWD_ERROR_NETWORK_IN_USE. */
gboolean nwd_attachment_wanted_check_leave (const NwdNetwork *network,
                                            const NwdAttachment *own,
                                            const NwdAttachment *wanted,
                                            GError **error);

/* Of @own; what is not said stays as it is. */
NwdAttachment *nwd_attachment_wanted_of (const NwdState *state,
                                         const NwdAttachment *own,
                                         const NwdHostChange *change,
                                         GError **error);
