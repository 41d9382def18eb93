/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-nm-call.h"

/* Waits for @question, as nwd_nm_call_wait(), once libnm has read all profiles that NetworkManager
 * has by now: of one that somebody has just made it knows nothing but that it is there. */
void nwd_nm_settle (NwdNmCall *call, gboolean (*question) (NwdNmCall *call));
