/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-wiring-case.h"

/* Whether the card can be where it is to be, and come from where it is. Errors:
 * NWD_ERROR_NOT_SUPPORTED, _NETWORK_NOT_ON_HOST, _HOT_UPDATE_REFUSED, _HOST_NETWORK_UNAVAILABLE. */
gboolean nwd_place_rules_check (const NwdWiringCase *c, GError **error);
