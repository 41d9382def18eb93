/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_CHECKPOINT_PENDING,
  NWD_CHECKPOINT_ROLLING_BACK,
  NWD_CHECKPOINT_COMMITTED,
  NWD_CHECKPOINT_ROLLED_BACK,
} NwdCheckpointState;

/* A change of wiring that is undone at its deadline unless somebody says that it is to stay.
 * Immutable. */
typedef struct
{
  char *id; /* 32 hex digits */
  NwdCheckpointState state;
  gint64 created;  /* µs since the epoch */
  gint64 deadline; /* likewise */
  guint32 uid;     /* of who made it */
} NwdCheckpoint;

NwdCheckpoint *nwd_checkpoint_new (
  const char *id, NwdCheckpointState state, gint64 created, gint64 deadline, guint32 uid);
NwdCheckpoint *nwd_checkpoint_ref (NwdCheckpoint *checkpoint);
void nwd_checkpoint_unref (NwdCheckpoint *checkpoint);

/* The same one later: new. */
NwdCheckpoint *nwd_checkpoint_with_state (const NwdCheckpoint *checkpoint,
                                          NwdCheckpointState state);
NwdCheckpoint *nwd_checkpoint_with_deadline (const NwdCheckpoint *checkpoint, gint64 deadline);

/* Checkpoint.State. */
const char *nwd_checkpoint_state_name (NwdCheckpointState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCheckpoint, nwd_checkpoint_unref)
