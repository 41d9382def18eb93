/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-wiring-case.h"

/* Whether the change may be made: all the rules. Messages name oVirt's key for the rule where it
 * has one. Errors: NWD_ERROR_MANAGED_ELSEWHERE, _HYPERVISOR_UNAVAILABLE, _HOST_NETWORK_UNAVAILABLE,
 * _BUSY, _INVALID_ARGUMENT, _ALREADY_EXISTS, _NOT_SUPPORTED, _NETWORK_NOT_ON_HOST,
 * _HOT_UPDATE_REFUSED, _ACTIVE_DEVICE, _MAC_IN_USE, _NO_FREE_SLOT. */
gboolean nwd_wiring_rules_check (const NwdWiringCase *c, GError **error);
