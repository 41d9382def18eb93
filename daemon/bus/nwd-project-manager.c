/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

static GVariant *
capabilities (const NwdState *state)
{
  GVariantBuilder words;

  g_variant_builder_init (&words, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_add (&words, "s", "checkpoints");
  if (state->instant_changes)
    g_variant_builder_add (&words, "s", "instant-changes");
  if (state->guest_info)
    g_variant_builder_add (&words, "s", "guest-info");
  if (state->mirroring)
    g_variant_builder_add (&words, "s", "mirroring");
  if (state->vlans)
    g_variant_builder_add (&words, "s", "vlan");
  return g_variant_builder_end (&words);
}

GVariant *
nwd_project_manager (const NwdState *state, const char *id)
{
  gboolean degraded = *state->degraded_reason != '\0';
  NwdRowBuilder row;

  nwd_row_init (&row, NWD_KIND_ROOT);
  nwd_row_put (&row, "Version", g_variant_new_string (NETWIRING_VERSION));
  nwd_row_put (&row, "ApiVersion", g_variant_new_uint32 (1));
  nwd_row_put (&row, "Host", g_variant_new_string (g_get_host_name ()));
  nwd_row_put (&row, "Capabilities", capabilities (state));
  nwd_row_put (&row, "HypervisorState",
               g_variant_new_string (nwd_backend_state_name (state->hypervisor_state)));
  nwd_row_put (&row, "HostNetworkState",
               g_variant_new_string (nwd_backend_state_name (state->host_network_state)));
  nwd_row_put (&row, "State", g_variant_new_string (degraded ? "degraded" : "ok"));
  nwd_row_put (&row, "DegradedReason", g_variant_new_string (state->degraded_reason));
  return nwd_row_end (&row);
}
