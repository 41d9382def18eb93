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
  attachment->nic_before = g_strdup ("");
  attachment->ip = nwd_ip_config_new ();
  attachment->adopted = adopted;
  attachment->label = g_strdup ("");
  attachment->boot_id = g_strdup ("");
  attachment->problem = g_strdup ("");
  return attachment;
}

NwdAttachment *
nwd_attachment_copy (const NwdAttachment *attachment)
{
  NwdAttachment *copy = nwd_attachment_new (attachment->id, attachment->network_id,
                                            attachment->bridge, attachment->adopted);

  nwd_attachment_set_nic (copy, attachment->nic, attachment->vlan, attachment->nic_mtu,
                          attachment->nic_before);
  nwd_attachment_set_ip (copy, attachment->ip);
  nwd_attachment_set_label (copy, attachment->label);
  nwd_attachment_set_boot (copy, attachment->boot_id);
  return copy;
}

static void
set_text (char **field, const char *text)
{
  char *old = *field;

  *field = g_strdup (text);
  g_free (old);
}

void
nwd_attachment_set_nic (
  NwdAttachment *attachment, const char *nic, guint vlan, guint mtu, const char *before)
{
  set_text (&attachment->nic, nic);
  attachment->vlan = vlan;
  attachment->nic_mtu = mtu;
  set_text (&attachment->nic_before, before);
}

void
nwd_attachment_set_ip (NwdAttachment *attachment, NwdIpConfig *ip)
{
  nwd_ip_config_ref (ip);
  nwd_ip_config_unref (attachment->ip);
  attachment->ip = ip;
}

void
nwd_attachment_set_label (NwdAttachment *attachment, const char *label)
{
  set_text (&attachment->label, label);
}

void
nwd_attachment_set_boot (NwdAttachment *attachment, const char *boot_id)
{
  set_text (&attachment->boot_id, boot_id);
}

gboolean
nwd_attachment_is_carried_alike (const NwdAttachment *a, const NwdAttachment *b)
{
  return a->vlan == b->vlan && g_str_equal (a->nic, b->nic);
}

NwdUplink *
nwd_attachment_uplink (const NwdAttachment *attachment, guint mtu)
{
  NwdUplink *uplink = nwd_uplink_new (attachment->nic, attachment->vlan, attachment->bridge, mtu);

  uplink->transient = *attachment->boot_id != '\0';
  nwd_uplink_set_before (uplink, attachment->nic_before);
  if (!*attachment->bridge)
    nwd_uplink_set_ip (uplink, attachment->ip);
  return uplink;
}

char *
nwd_attachment_device (const NwdAttachment *attachment)
{
  return *attachment->bridge ? g_strdup (attachment->bridge)
                             : nwd_uplink_device (attachment->nic, attachment->vlan);
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
  g_free (attachment->nic_before);
  nwd_ip_config_unref (attachment->ip);
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
         && nwd_attachment_is_carried_alike (a, b) && nwd_ip_config_equal (a->ip, b->ip)
         && g_str_equal (a->boot_id, b->boot_id) && g_str_equal (a->label, b->label)
         && g_str_equal (a->problem, b->problem) && is_as_out_of_sync (a, b);
}
