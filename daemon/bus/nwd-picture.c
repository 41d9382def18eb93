/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-picture.h"

#include "core/nwd-text.h"

struct _NwdPicture
{
  GHashTable *rows[NWD_N_KINDS];
};

NwdPicture *
nwd_picture_new (void)
{
  NwdPicture *picture = g_new0 (NwdPicture, 1);

  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    picture->rows[kind] = g_hash_table_new_full (
      g_str_hash, g_str_equal, (GDestroyNotify)nwd_text_unref, (GDestroyNotify)g_variant_unref);
  return picture;
}

void
nwd_picture_free (NwdPicture *picture)
{
  for (NwdKind kind = 0; kind < NWD_N_KINDS; kind++)
    g_hash_table_unref (picture->rows[kind]);
  g_free (picture);
}

GVariant *
nwd_picture_lookup (NwdPicture *picture, NwdKind kind, const char *id)
{
  return g_hash_table_lookup (picture->rows[kind], id);
}

void
nwd_picture_replace (NwdPicture *picture, NwdKind kind, const char *id, GVariant *row)
{
  if (row)
    g_hash_table_insert (picture->rows[kind], nwd_text_new (id), g_variant_ref (row));
  else
    g_hash_table_remove (picture->rows[kind], id);
}

GHashTable *
nwd_picture_get (NwdPicture *picture, NwdKind kind)
{
  return picture->rows[kind];
}
