/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Takes in what the ports tell by themselves, and publishes it. */
void nwd_reconcile_start (NwdContext *context);
