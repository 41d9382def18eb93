/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-attachment.h"

static const char *const state_names[] = { "active", "activating", "failed" };

G_STATIC_ASSERT (G_N_ELEMENTS (state_names) == NWD_N_ATTACHMENT_STATES);

const char *
nwd_attachment_state_name (NwdAttachmentState state)
{
  return state_names[state];
}

NwdAttachment *
nwd_attachment_new (const char *id, const char *network_id, const char *bridge, gboolean adopted)
{
  NwdAttachment *attachment = g_atomic_rc_box_new0 (NwdAttachment);

  attachment->id = g_strdup (id);
  attachment->network_id = g_strdup (network_id);
  attachment->bridge = g_strdup (bridge);
  attachment->nic = g_strdup ("");
  attachment->adopted = adopted;
  attachment->label = g_strdup ("");
  attachment->boot_id = g_strdup ("");
  attachment->problem = g_strdup ("");
  return attachment;
}

NwdAttachment *
nwd_attachment_new_on_nic (
  const char *id, const char *network_id, const char *bridge, const char *nic, guint nic_mtu)
{
  NwdAttachment *attachment = nwd_attachment_new (id, network_id, bridge, FALSE);

  g_free (attachment->nic);
  attachment->nic = g_strdup (nic);
  attachment->nic_mtu = nic_mtu;
  return attachment;
}

NwdAttachment *
nwd_attachment_with (const NwdAttachment *attachment, const char *label, const char *boot_id)
{
  NwdAttachment *copy
    = nwd_attachment_new_on_nic (attachment->id, attachment->network_id, attachment->bridge,
                                 attachment->nic, attachment->nic_mtu);

  copy->adopted = attachment->adopted;
  g_free (copy->label);
  copy->label = g_strdup (label);
  g_free (copy->boot_id);
  copy->boot_id = g_strdup (boot_id);
  return copy;
}

NwdAttachment *
nwd_attachment_ref (NwdAttachment *attachment)
{
  return g_atomic_rc_box_acquire (attachment);
}

static void
attachment_clear (NwdAttachment *attachment)
{
  g_free (attachment->id);
  g_free (attachment->network_id);
  g_free (attachment->bridge);
  g_free (attachment->nic);
  g_free (attachment->label);
  g_free (attachment->boot_id);
  g_free (attachment->problem);
  g_clear_pointer (&attachment->out_of_sync, g_variant_unref);
}

void
nwd_attachment_unref (NwdAttachment *attachment)
{
  g_atomic_rc_box_release_full (attachment, (GDestroyNotify)attachment_clear);
}

static gboolean
is_as_out_of_sync (const NwdAttachment *a, const NwdAttachment *b)
{
  if (!a->out_of_sync || !b->out_of_sync)
    return a->out_of_sync == b->out_of_sync;
  return g_variant_equal (a->out_of_sync, b->out_of_sync);
}

gboolean
nwd_attachment_equal (const NwdAttachment *a, const NwdAttachment *b)
{
  return a->adopted == b->adopted && a->state == b->state && g_str_equal (a->id, b->id)
         && g_str_equal (a->network_id, b->network_id) && g_str_equal (a->bridge, b->bridge)
         && g_str_equal (a->nic, b->nic) && g_str_equal (a->boot_id, b->boot_id)
         && g_str_equal (a->label, b->label) && g_str_equal (a->problem, b->problem)
         && is_as_out_of_sync (a, b);
}
