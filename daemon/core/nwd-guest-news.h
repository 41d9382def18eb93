/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-domain.h"

/* What of a change of a VM makes it worth to ask its guest again. */
typedef enum
{
  NWD_GUEST_NO_NEWS,
  NWD_GUEST_NEWS,     /* it runs (again), a card came, went, got its link or another network */
  NWD_GUEST_NEWS_HERE /* its agent has connected just now: it is sure to answer */
} NwdGuestNews;

/* From @before (NULL: it was not there, or did not run) to @after. Pure. */
NwdGuestNews nwd_guest_news (const NwdDomain *before, const NwdDomain *after);
