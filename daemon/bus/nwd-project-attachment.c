/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-row.h"

/* What carries no frames out of this host carries no VLAN tag. */
static GVariant *
ignored (const NwdState *state, const NwdAttachment *attachment)
{
  const NwdNetwork *network = nwd_state_get_network (state, attachment->network_id);
  const char *const names[] = { "vlan" };

  return g_variant_new_strv (names, network && network->vlan && !attachment->vlan ? 1 : 0);
}

static GVariant *
out_of_sync (const NwdAttachment *attachment)
{
  return attachment->out_of_sync ? attachment->out_of_sync
                                 : g_variant_new_array (G_VARIANT_TYPE_VARDICT, NULL, 0);
}

GVariant *
nwd_project_attachment (const NwdState *state, const char *id)
{
  const NwdAttachment *attachment = nwd_state_get_attachment (state, id);
  NwdRowBuilder row;

  if (!attachment)
    return NULL;

  nwd_row_init (&row, NWD_KIND_ATTACHMENT);
  nwd_row_put (&row, "Id", g_variant_new_string (attachment->id));
  nwd_row_put (&row, "Network", nwd_project_path (NWD_KIND_NETWORK, attachment->network_id));
  nwd_row_put (&row, "Nic", nwd_project_path (NWD_KIND_NIC, attachment->nic));
  nwd_row_put (&row, "Isolated", g_variant_new_boolean (!attachment->adopted && !*attachment->nic));
  nwd_row_put (&row, "Bridge", g_variant_new_string (attachment->bridge));
  nwd_row_put (&row, "Adopted", g_variant_new_boolean (attachment->adopted));
  nwd_row_put (&row, "Label", g_variant_new_string (attachment->label));
  nwd_row_put (&row, "State", g_variant_new_string (nwd_attachment_state_name (attachment->state)));
  nwd_row_put (&row, "Problem", g_variant_new_string (attachment->problem));
  nwd_row_put (&row, "InSync", g_variant_new_boolean (!attachment->out_of_sync));
  nwd_row_put (&row, "OutOfSync", out_of_sync (attachment));
  nwd_row_put (&row, "Ignored", ignored (state, attachment));
  nwd_row_put (&row, "IpConfiguration", nwd_ip_config_to_variant (attachment->ip));
  nwd_row_put (&row, "Persistent", g_variant_new_boolean (!*attachment->boot_id));
  return nwd_row_end (&row);
}
