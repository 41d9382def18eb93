/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-host-change.h"
#include "nwd-state.h"

/* That the label @change puts somewhere is nowhere yet. Errors: NWD_ERROR_ALREADY_EXISTS,
 * _LABEL_IN_USE where it is elsewhere. */
gboolean
nwd_label_rules_check_free (const NwdState *state, const NwdHostChange *change, GError **error);

/* That the NIC can have it, where there is one. Errors: NWD_ERROR_INVALID_ARGUMENT, _NOT_FOUND,
 * _NOT_SUPPORTED of a bond's port, and of a bond with less than two. */
gboolean
nwd_label_rules_check_nic (const NwdState *state, const NwdHostChange *change, GError **error);

/* That @change of label @name is to last, as all of a label does. Errors:
 * NWD_ERROR_INVALID_ARGUMENT. */
gboolean
nwd_label_rules_check_lasts (const NwdHostChange *change, const char *name, GError **error);

/* That @network, as it is to be, does not change the label by which @attachment (NULL: it has none)
 * was made for another. Errors: NWD_ERROR_LABEL_IN_USE. */
gboolean nwd_label_rules_check_not_renamed (const NwdAttachment *attachment,
                                            const NwdNetwork *network,
                                            GError **error);
