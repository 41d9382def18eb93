/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

GVariant *
nwd_project_checkpoint (const NwdState *state, const char *id)
{
  const NwdCheckpoint *checkpoint = nwd_state_get_checkpoint (state, id);
  NwdRowBuilder row;

  if (!checkpoint)
    return NULL;

  nwd_row_init (&row, NWD_KIND_CHECKPOINT);
  nwd_row_put (&row, "Id", g_variant_new_string (checkpoint->id));
  nwd_row_put (&row, "State", g_variant_new_string (nwd_checkpoint_state_name (checkpoint->state)));
  nwd_row_put (&row, "Created", g_variant_new_uint64 ((guint64)checkpoint->created));
  nwd_row_put (&row, "Deadline", g_variant_new_uint64 ((guint64)checkpoint->deadline));
  return nwd_row_end (&row);
}
