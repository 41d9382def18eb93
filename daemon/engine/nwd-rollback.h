/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

typedef void (*NwdRollbackDone) (gpointer data);

/* Puts back what the checkpoint @id decides on, VM by VM and the host, all at the same time, each
 * when its turn comes, but for cards and bridges that are not as it made them: what happened is
 * told by events. Cards are moved off a bridge before it goes, to the empty network. What cannot be
 * done now since a backend is away is left to the recovery. */
void nwd_rollback_run (NwdContext *context, const char *id, NwdRollbackDone done, gpointer data);
