/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-touched.h"

struct _NwdTouched
{
  GHashTable *ids[NWD_N_KINDS];
};

NwdTouched *
nwd_touched_new (void)
{
  NwdTouched *touched = g_new0 (NwdTouched, 1);

  for (int kind = 0; kind < NWD_N_KINDS; kind++)
    touched->ids[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return touched;
}

void
nwd_touched_free (NwdTouched *touched)
{
  for (int kind = 0; kind < NWD_N_KINDS; kind++)
    g_hash_table_unref (touched->ids[kind]);
  g_free (touched);
}

void
nwd_touched_add (NwdTouched *touched, NwdKind kind, const char *id)
{
  g_hash_table_add (touched->ids[kind], g_strdup (id));
}

gboolean
nwd_touched_is_empty (const NwdTouched *touched)
{
  for (int kind = 0; kind < NWD_N_KINDS; kind++)
    if (g_hash_table_size (touched->ids[kind]) > 0)
      return FALSE;
  return TRUE;
}

GHashTable *
nwd_touched_get (const NwdTouched *touched, NwdKind kind)
{
  return touched->ids[kind];
}
