/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-objects.h"

#include "nwd-project.h"
#include "nwd-row.h"

static void
add_kind (GVariantBuilder *builder, NwdPicture *picture, NwdKind kind)
{
  const NwdSchema *schema = nwd_schema_get (kind);
  NwdRowMemory memory = { 0 };
  GHashTableIter iter;
  gpointer id, row;

  g_hash_table_iter_init (&iter, nwd_picture_get (picture, kind));
  while (g_hash_table_iter_next (&iter, &id, &row))
    g_variant_builder_add_value (
      builder, g_variant_new_dict_entry (nwd_project_path (kind, id),
                                         nwd_row_expand_object (schema, row, &memory)));
  nwd_row_memory_clear (&memory);
}

GVariant *
nwd_objects_get_all (NwdPicture *picture)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{oa{sa{sv}}}"));
  for (NwdKind kind = NWD_KIND_ROOT + 1; kind < NWD_N_KINDS; kind++)
    add_kind (&builder, picture, kind);
  return g_variant_new ("(a{oa{sa{sv}}})", &builder);
}
