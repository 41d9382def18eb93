/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

static GVariant *
networks (const NwdState *state, const char *name)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, network;

  g_hash_table_iter_init (&iter, state->networks);
  while (g_hash_table_iter_next (&iter, &id, &network))
    if (g_str_equal (((NwdNetwork *)network)->label, name))
      g_ptr_array_add (ids, id);
  return nwd_project_paths (NWD_KIND_NETWORK, ids);
}

static GVariant *
attachments (const NwdState *state, const char *name)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, attachment;

  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, &id, &attachment))
    if (g_str_equal (((NwdAttachment *)attachment)->label, name))
      g_ptr_array_add (ids, id);
  return nwd_project_paths (NWD_KIND_ATTACHMENT, ids);
}

GVariant *
nwd_project_label (const NwdState *state, const char *id)
{
  const NwdLabel *label = nwd_state_get_label (state, id);
  NwdRowBuilder row;

  if (!label)
    return NULL;

  nwd_row_init (&row, NWD_KIND_LABEL);
  nwd_row_put (&row, "Name", g_variant_new_string (label->name));
  nwd_row_put (&row, "Nic", nwd_project_path (NWD_KIND_NIC, label->nic));
  nwd_row_put (&row, "Networks", networks (state, id));
  nwd_row_put (&row, "Attachments", attachments (state, id));
  return nwd_row_end (&row);
}
