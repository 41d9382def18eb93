/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "core/nwd-path.h"

static GVariant *(*const projections[NWD_N_KINDS]) (const NwdState *state, const char *id) = {
  [NWD_KIND_ROOT] = nwd_project_manager,
  [NWD_KIND_NETWORK] = nwd_project_network,
  [NWD_KIND_ATTACHMENT] = nwd_project_attachment,
  [NWD_KIND_VM] = nwd_project_vm,
  [NWD_KIND_VNIC] = nwd_project_vnic,
  [NWD_KIND_CHECKPOINT] = nwd_project_checkpoint,
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
