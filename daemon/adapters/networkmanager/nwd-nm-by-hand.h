/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-nm-call.h"

/* Gives the interface of the call, which is connected by the profile of the call's UUID, what it
 * had besides that by hand: live_mtu (0: as the profile says) and what of by_hand comes from
 * nothing that the profile says. Then returns the call. For NwdNmCall.next. */
void nwd_nm_by_hand (NwdNmCall *call);
