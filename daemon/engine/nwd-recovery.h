/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Undoes what the journal holds of changes that nobody is at any more: of the daemon's last life,
 * or cut off by the end of a backend. To be called when a backend is there again. */
void nwd_recovery_run (NwdContext *context);
