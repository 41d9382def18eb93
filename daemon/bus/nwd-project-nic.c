/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

#include <string.h>

static GVariant *
attachments (const NwdState *state, const char *name)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, attachment;

  g_hash_table_iter_init (&iter, state->attachments);
  while (g_hash_table_iter_next (&iter, &id, &attachment))
    if (g_str_equal (((NwdAttachment *)attachment)->nic, name))
      g_ptr_array_add (ids, id);
  return nwd_project_paths (NWD_KIND_ATTACHMENT, ids);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GVariant *
labels (const NwdState *state, const char *nic)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, label;

  g_hash_table_iter_init (&iter, state->labels);
  while (g_hash_table_iter_next (&iter, &name, &label))
    if (g_str_equal (((NwdLabel *)label)->nic, nic))
      g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_texts);
  return g_variant_new_strv ((const char *const *)names->pdata, (gssize)names->len);
}

GVariant *
nwd_project_nic (const NwdState *state, const char *id)
{
  const NwdNic *nic = nwd_state_get_nic (state, id);
  NwdRowBuilder row;

  if (!nic)
    return NULL;

  nwd_row_init (&row, NWD_KIND_NIC);
  nwd_row_put (&row, "Name", g_variant_new_string (nic->name));
  nwd_row_put (&row, "MacAddress", g_variant_new_string (nic->mac));
  nwd_row_put (&row, "Mtu", g_variant_new_uint32 (nic->mtu));
  nwd_row_put (&row, "Speed", g_variant_new_uint32 (nic->speed));
  nwd_row_put (&row, "Carrier", g_variant_new_boolean (nic->carrier));
  nwd_row_put (&row, "Managed", g_variant_new_boolean (nwd_nic_is_managed (nic)));
  nwd_row_put (&row, "Kind", g_variant_new_string (nic->kind));
  nwd_row_put (&row, "PortOf", g_variant_new_string (nic->port_of));
  nwd_row_put (&row, "Labels", labels (state, nic->name));
  nwd_row_put (&row, "Attachments", attachments (state, nic->name));
  return nwd_row_end (&row);
}
