/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-guest-schedule.h"
#include "ports/nwd-guest-agent.h"
#include "nwd-engine.h"

typedef struct _NwdContext NwdContext;

/* Asks guests for their addresses, when it is worth it (nwd-guest-schedule.h), few at a time
 * (nwd-guest-lanes.h), and takes in what they say. A VM that has no agent is asked about elsewhere:
 * of the DHCP servers of libvirt's networks, and of the host's neighbour table. */
typedef struct _NwdGuests NwdGuests;

NwdGuests *nwd_guests_new (NwdContext *context,
                           NwdGuestAgent *agent,
                           NwdStore *store,
                           const NwdGuestPace *pace);
void nwd_guests_free (NwdGuests *self);

/* Takes what an earlier process left into the state; a file that is bad is dropped. */
void nwd_guests_load (NwdGuests *self, const char *text);

/* What @touched names is as in the state, or gone. */
void nwd_guests_follow (NwdGuests *self, const NwdTouched *touched);

/* All VMs are in the state. */
void nwd_guests_know_vms (NwdGuests *self);

/* Asks the guest of that running VM now, and returns @task, which is taken, a boolean, when what it
 * says was published. Errors: the port's; NWD_ERROR_TIMEOUT after @timeout s (0: never), or when
 * the agent does not answer; NWD_ERROR_NOT_FOUND when the VM has stopped. */
void nwd_guests_refresh (NwdGuests *self, const char *vm_id, guint timeout, GTask *task);

/* The process ends. */
void nwd_guests_stop (NwdGuests *self);
