/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-nm-call.h"

/* Writes @profile anew as @settings, with the call's MTU, has the interface follow in place, if it
 * is there by it, and returns the call. If it is not, the profile is activated until the call's
 * is_ready(), where it has one. When that fails, the profile is put back. */
void nwd_nm_change (NwdNmCall *call, NMRemoteConnection *profile, NMConnection *settings);
