/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-apply.h"

/* Does @n steps that only change what is stored of the host (nwd_step_is_of_host_records()), by one
 * write: all of them, or none. */
void nwd_apply_records (NwdContext *context,
                        NwdStep **steps,
                        guint n,
                        NwdTouched *touched,
                        NwdApplied done,
                        gpointer data);
