/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Cards that come while their VM is in quarantine are put where its others are, and so are those
 * that a VM which was saved before brings back. Where it was let go while it was saved, those that
 * come back cut off are put where they were before. */

/* That VM has changed; all may have. @begun: to run. */
void nwd_quarantines_look_at (NwdContext *context, const char *vm_id, gboolean begun);
void nwd_quarantines_look (NwdContext *context);
