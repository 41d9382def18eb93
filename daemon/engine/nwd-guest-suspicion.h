/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-domain.h"
#include "core/nwd-guest-report.h"

/* Logs what is odd about @report, of the guest of @domain: once for each sort, or a guest could
 * fill the log. @told: the sorts that were logged of this guest before. Answers those that are now.
 */
NwdGuestMarks nwd_guest_suspicion_tell (const NwdDomain *domain,
                                        const NwdGuestReport *report,
                                        NwdGuestMarks told);
