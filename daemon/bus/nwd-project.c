/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "core/nwd-path.h"

#include <string.h>

static GVariant *(*const projections[NWD_N_KINDS]) (const NwdState *state, const char *id) = {
  [NWD_KIND_ROOT] = nwd_project_manager,    [NWD_KIND_NIC] = nwd_project_nic,
  [NWD_KIND_NETWORK] = nwd_project_network, [NWD_KIND_ATTACHMENT] = nwd_project_attachment,
  [NWD_KIND_LABEL] = nwd_project_label,     [NWD_KIND_VM] = nwd_project_vm,
  [NWD_KIND_VNIC] = nwd_project_vnic,       [NWD_KIND_CHECKPOINT] = nwd_project_checkpoint,
};

GVariant *
nwd_project (const NwdState *state, NwdKind kind, const char *id)
{
  return projections[kind](state, id);
}

GVariant *
nwd_project_path (NwdKind kind, const char *id)
{
  g_autofree char *path = nwd_path_new (kind, id);

  return g_variant_new_object_path (path);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GVariant *
nwd_project_paths (NwdKind kind, GPtrArray *ids)
{
  GVariantBuilder paths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_OBJECT_PATH_ARRAY);

  g_ptr_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    g_variant_builder_add_value (&paths, nwd_project_path (kind, ids->pdata[i]));
  return g_variant_builder_end (&paths);
}
