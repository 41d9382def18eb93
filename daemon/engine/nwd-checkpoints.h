/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* The checkpoints that the journal holds: each is rolled back at its deadline, whatever happens
 * until then, unless it is committed. One that has ended is shown for a while, then it goes. */

#define NWD_CHECKPOINTS_SHOWN 60u  /* s, one that has ended */
#define NWD_CHECKPOINTS_MAX   600u /* s from now, a deadline */

/* A new id, of 128 random bits. */
char *nwd_checkpoints_make_id (void);

/* What the journal holds of @id is a checkpoint from now on. */
void nwd_checkpoints_add (NwdContext *context, const char *id, NwdTouched *touched);

/* The same of all that it holds: the journal was read. */
void nwd_checkpoints_load (NwdContext *context);

/* A backend is there again: rolls back those whose deadline has passed meanwhile. */
void nwd_checkpoints_look_again (NwdContext *context);

/* Whether its deadline has passed, and it waits for a backend. */
gboolean nwd_checkpoints_is_due (NwdContext *context, const char *id);

/* Whether all that it needs is there. Errors: NWD_ERROR_HYPERVISOR_UNAVAILABLE,
 * _HOST_NETWORK_UNAVAILABLE; it is rolled back at its deadline, or when that is there again. */
gboolean nwd_checkpoints_check_possible (NwdContext *context, const char *id, GError **error);

/* Its deadline does not count any more. */
void nwd_checkpoints_stop (NwdContext *context, const char *id);

/* It is over, and shown so for a while. */
void nwd_checkpoints_end (NwdContext *context, const char *id, NwdCheckpointState state);

typedef void (*NwdCheckpointRolledBack) (gpointer data);

/* Puts back what it holds; @done may be NULL. */
void nwd_checkpoints_roll_back (NwdContext *context,
                                const char *id,
                                NwdCheckpointRolledBack done,
                                gpointer data);
