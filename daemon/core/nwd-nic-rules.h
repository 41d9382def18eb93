/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* Whether the NIC of @attachment, which @network is to have or has, can carry it. @takes: what the
 * NIC is configured by for the host makes room. Errors:
 * NWD_ERROR_NOT_FOUND for a NIC that is not there;
 * NWD_ERROR_NOT_SUPPORTED for one that the network manager does not manage, for VLANs where this
 *   kernel has none, and for what somebody configured by hand;
 * NWD_ERROR_ALREADY_EXISTS for a port of something else, and for what another network has of it;
 * NWD_ERROR_NETWORK_IN_USE for one that is configured for the host itself;
 * NWD_ERROR_INVALID_ARGUMENT for an MTU that the NIC, or the untagged network on it, has not. */
gboolean nwd_nic_rules_check (const NwdState *state,
                              const NwdNetwork *network,
                              const NwdAttachment *attachment,
                              gboolean takes,
                              GError **error);

/* Whether the NIC of @attachment, of @network, can do without it: the VLANs on it may need the MTU
 * that it has by it. @label: those that it attached leave too; NULL none. NWD_ERROR_NETWORK_IN_USE.
 */
gboolean nwd_nic_rules_check_release (const NwdState *state,
                                      const NwdNetwork *network,
                                      const NwdAttachment *attachment,
                                      const char *label,
                                      GError **error);
