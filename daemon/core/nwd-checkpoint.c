/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-checkpoint.h"

NwdCheckpoint *
nwd_checkpoint_new (
  const char *id, NwdCheckpointState state, gint64 created, gint64 deadline, guint32 uid)
{
  NwdCheckpoint *checkpoint = g_atomic_rc_box_new0 (NwdCheckpoint);

  checkpoint->id = g_strdup (id);
  checkpoint->state = state;
  checkpoint->created = created;
  checkpoint->deadline = deadline;
  checkpoint->uid = uid;
  return checkpoint;
}

NwdCheckpoint *
nwd_checkpoint_ref (NwdCheckpoint *checkpoint)
{
  return g_atomic_rc_box_acquire (checkpoint);
}

static void
checkpoint_clear (NwdCheckpoint *checkpoint)
{
  g_free (checkpoint->id);
}

void
nwd_checkpoint_unref (NwdCheckpoint *checkpoint)
{
  g_atomic_rc_box_release_full (checkpoint, (GDestroyNotify)checkpoint_clear);
}

NwdCheckpoint *
nwd_checkpoint_with_state (const NwdCheckpoint *checkpoint, NwdCheckpointState state)
{
  return nwd_checkpoint_new (checkpoint->id, state, checkpoint->created, checkpoint->deadline,
                             checkpoint->uid);
}

NwdCheckpoint *
nwd_checkpoint_with_deadline (const NwdCheckpoint *checkpoint, gint64 deadline)
{
  return nwd_checkpoint_new (checkpoint->id, checkpoint->state, checkpoint->created, deadline,
                             checkpoint->uid);
}

const char *
nwd_checkpoint_state_name (NwdCheckpointState state)
{
  static const char *const names[] = { "pending", "rolling-back", "committed", "rolled-back" };

  return names[state];
}
