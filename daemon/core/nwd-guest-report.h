/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-guest-interface.h"

/* The most that is kept of a guest. */
#define NWD_GUEST_MAX_INTERFACES 64
#define NWD_GUEST_MAX_ADDRESSES  64 /* of each interface */

/* What a VM's guest says of its interfaces. Immutable, counted. */
typedef struct
{
  GPtrArray *interfaces; /* of NwdGuestInterface, in their order */
  gint64 time;           /* µs since the epoch: when it was last told so */
  gboolean stale;        /* the guest was asked since, or could not be, and did not answer */
} NwdGuestReport;

/* Takes the reference to @interfaces, which it sorts. */
NwdGuestReport *nwd_guest_report_new (GPtrArray *interfaces, gint64 time, gboolean stale);
NwdGuestReport *nwd_guest_report_ref (NwdGuestReport *report);
void nwd_guest_report_unref (NwdGuestReport *report);

/* The same interfaces, as of then. */
NwdGuestReport *nwd_guest_report_copy (const NwdGuestReport *report, gint64 time, gboolean stale);

/* Whether both say the same of the guest, whenever they did. NULL says nothing. */
gboolean nwd_guest_report_says_same (const NwdGuestReport *a, const NwdGuestReport *b);

/* Whether the guest said it, and not somebody else of it. */
gboolean nwd_guest_report_is_own (const NwdGuestReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdGuestReport, nwd_guest_report_unref)
