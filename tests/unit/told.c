/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "told.h"

#include "core/nwd-sync.h"

const NwdAttachment *
told_find (Rig *rig, const char *network)
{
  const NwdState *state = nwd_engine_get_state (rig->engine);

  return nwd_state_get_attachment (state,
                                   nwd_state_find_network (state, network, NULL)->attachment_id);
}

void
told_assert (Rig *rig, const char *network, const char *told)
{
  GVariant *differences = told_find (rig, network)->out_of_sync;
  g_autofree char *text = differences ? nwd_sync_describe (differences) : NULL;

  g_assert_cmpstr (text, ==, told);
}

void
told_all (Rig *rig)
{
  fake_kernel_tell (rig->ports->kernel);
  fake_host_network_tell_managed (rig->ports->host_network);
  fake_host_network_set_state (rig->ports->host_network, NWD_BACKEND_CONNECTED);
}
