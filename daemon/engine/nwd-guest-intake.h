/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-asked-guest.h"
#include "nwd-context.h"
#include "nwd-guest-cache.h"

/* Takes in what was heard of a VM's guest: into the state, to whoever listens, into the cache. */

/* @claims, of NwdGuestClaim: the guest's @own, or others'. @more: others may answer in this round,
 * so the cache is not written yet. FALSE: it says nothing that would be worth to be known. */
gboolean nwd_guest_intake_report (NwdContext *context,
                                  NwdGuestCache *cache,
                                  const char *vm_id,
                                  NwdAskedGuest *guest,
                                  GPtrArray *claims,
                                  gboolean own,
                                  gboolean more);

/* It did not answer, for @error. */
void nwd_guest_intake_silence (NwdContext *context,
                               const char *vm_id,
                               NwdAskedGuest *guest,
                               const GError *error);
