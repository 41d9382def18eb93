/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-marks.h"

struct _NwdMarks
{
  GHashTable *counts; /* id → number */
};

NwdMarks *
nwd_marks_new (void)
{
  NwdMarks *marks = g_new0 (NwdMarks, 1);

  marks->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return marks;
}

void
nwd_marks_free (NwdMarks *marks)
{
  g_hash_table_unref (marks->counts);
  g_free (marks);
}

static guint
count (const NwdMarks *marks, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (marks->counts, id));
}

void
nwd_marks_put (NwdMarks *marks, const char *id)
{
  if (*id)
    g_hash_table_replace (marks->counts, g_strdup (id), GUINT_TO_POINTER (count (marks, id) + 1));
}

void
nwd_marks_drop (NwdMarks *marks, const char *id)
{
  guint n = count (marks, id);

  if (n > 1)
    g_hash_table_replace (marks->counts, g_strdup (id), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (marks->counts, id);
}

gboolean
nwd_marks_has (const NwdMarks *marks, const char *id)
{
  return count (marks, id) > 0;
}
