/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-step.h"

static const char *const kind_names[] = {
  "card",
  "note",
  "note-drop",
  "vnic-put",
  "vnic-drop",
  "quarantine",
  "mirrors",
  "wait",
  "bridge-create",
  "bridge-create-open",
  "bridge-mtu",
  "bridge-reset",
  "bridge-restore",
  "bridge-delete",
  "port-add",
  "port-remove",
  "nic-managed",
  "network-put",
  "network-remove",
  "attachment-put",
  "attachment-remove",
  "label-put",
  "label-remove",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == NWD_N_STEPS);

NwdStep *
nwd_step_new (NwdStepKind kind)
{
  NwdStep *step = g_atomic_rc_box_new0 (NwdStep);

  step->kind = kind;
  return step;
}

NwdStep *
nwd_step_new_card (NwdCardChange *change)
{
  NwdStep *step = nwd_step_new (NWD_STEP_CARD);

  step->card = nwd_card_change_ref (change);
  return step;
}

NwdStep *
nwd_step_new_note (NwdStepKind kind, const char *vm_id, NwdNote *note)
{
  NwdStep *step = nwd_step_new (kind);

  step->vm_id = g_strdup (vm_id);
  step->note = nwd_note_ref (note);
  return step;
}

NwdStep *
nwd_step_new_vnic (const char *vm_id, NwdStoredVnic *vnic)
{
  NwdStep *step = nwd_step_new (NWD_STEP_VNIC_PUT);

  step->vm_id = g_strdup (vm_id);
  step->vnic = nwd_stored_vnic_ref (vnic);
  return step;
}

NwdStep *
nwd_step_new_vnic_drop (const char *vm_id, const char *id)
{
  NwdStep *step = nwd_step_new (NWD_STEP_VNIC_DROP);

  step->vm_id = g_strdup (vm_id);
  step->name = g_strdup (id);
  return step;
}

NwdStep *
nwd_step_new_quarantine (const char *vm_id, NwdQuarantine *quarantine)
{
  NwdStep *step = nwd_step_new (NWD_STEP_QUARANTINE);

  step->vm_id = g_strdup (vm_id);
  step->quarantine = quarantine ? nwd_quarantine_ref (quarantine) : NULL;
  return step;
}

NwdStep *
nwd_step_new_named (NwdStepKind kind, const char *name, const char *text, guint number)
{
  NwdStep *step = nwd_step_new (kind);

  step->name = g_strdup (name);
  step->text = g_strdup (text);
  step->number = number;
  return step;
}

NwdStep *
nwd_step_new_bridge (const NwdAttachment *attachment, guint mtu)
{
  NwdStepKind kind = *attachment->nic ? NWD_STEP_BRIDGE_CREATE_OPEN : NWD_STEP_BRIDGE_CREATE;
  NwdStep *step = nwd_step_new_named (kind, attachment->bridge, attachment->id, mtu);

  step->transient = *attachment->boot_id != '\0';
  return step;
}

NwdStep *
nwd_step_new_restore (NwdBridge *bridge, gboolean closed, guint mtu)
{
  NwdStep *step
    = nwd_step_new_named (NWD_STEP_BRIDGE_RESTORE, bridge->name, closed ? "closed" : "", mtu);

  step->bridge = nwd_bridge_ref (bridge);
  return step;
}

NwdStep *
nwd_step_new_reset (const NwdAttachment *attachment, guint mtu, NwdIpConfig *ip)
{
  NwdStep *step
    = nwd_step_new_named (NWD_STEP_BRIDGE_RESET, attachment->bridge, attachment->id, mtu);

  step->ip = nwd_ip_config_ref (ip);
  return step;
}

NwdStep *
nwd_step_new_port (NwdUplink *uplink)
{
  NwdStep *step = nwd_step_new (NWD_STEP_PORT_ADD);

  step->uplink = uplink;
  return step;
}

NwdStep *
nwd_step_new_port_removal (NwdUplink *uplink, guint mtu, gboolean stays)
{
  NwdStep *step = nwd_step_new_named (NWD_STEP_PORT_REMOVE, NULL, stays ? "stays" : "", mtu);

  step->uplink = uplink;
  return step;
}

NwdStep *
nwd_step_new_network (NwdNetwork *network)
{
  NwdStep *step = nwd_step_new (NWD_STEP_NETWORK_PUT);

  step->network = nwd_network_ref (network);
  return step;
}

NwdStep *
nwd_step_new_attachment (NwdAttachment *attachment)
{
  NwdStep *step = nwd_step_new (NWD_STEP_ATTACHMENT_PUT);

  step->attachment = nwd_attachment_ref (attachment);
  return step;
}

NwdStep *
nwd_step_ref (NwdStep *step)
{
  return g_atomic_rc_box_acquire (step);
}

static void
step_clear (NwdStep *step)
{
  g_clear_pointer (&step->card, nwd_card_change_unref);
  g_clear_pointer (&step->note, nwd_note_unref);
  g_clear_pointer (&step->vnic, nwd_stored_vnic_unref);
  g_clear_pointer (&step->quarantine, nwd_quarantine_unref);
  g_clear_pointer (&step->network, nwd_network_unref);
  g_clear_pointer (&step->attachment, nwd_attachment_unref);
  g_clear_pointer (&step->bridge, nwd_bridge_unref);
  g_clear_pointer (&step->uplink, nwd_uplink_unref);
  g_clear_pointer (&step->ip, nwd_ip_config_unref);
  g_free (step->vm_id);
  g_free (step->name);
  g_free (step->text);
}

void
nwd_step_unref (NwdStep *step)
{
  g_atomic_rc_box_release_full (step, (GDestroyNotify)step_clear);
}

const char *
nwd_step_kind_name (NwdStepKind kind)
{
  return kind_names[kind];
}

gboolean
nwd_step_kind_parse (const char *name, NwdStepKind *kind)
{
  for (guint i = 0; i < NWD_N_STEPS; i++)
    if (g_str_equal (name, kind_names[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
nwd_step_is_of_bridge (const NwdStep *step)
{
  return step->kind >= NWD_STEP_BRIDGE_CREATE && step->kind <= NWD_STEP_BRIDGE_DELETE;
}

gboolean
nwd_step_makes_bridge (const NwdStep *step)
{
  return step->kind == NWD_STEP_BRIDGE_CREATE || step->kind == NWD_STEP_BRIDGE_CREATE_OPEN
         || step->kind == NWD_STEP_BRIDGE_RESTORE;
}

gboolean
nwd_step_is_of_port (const NwdStep *step)
{
  return step->kind == NWD_STEP_PORT_ADD || step->kind == NWD_STEP_PORT_REMOVE;
}

gboolean
nwd_step_is_of_host_records (const NwdStep *step)
{
  return step->kind >= NWD_STEP_NETWORK_PUT && step->kind <= NWD_STEP_LABEL_REMOVE;
}

gboolean
nwd_step_needs_hypervisor (const NwdStep *step)
{
  return step->kind == NWD_STEP_CARD || step->vm_id;
}

gboolean
nwd_step_needs_host_network (const NwdStep *step)
{
  return step->kind >= NWD_STEP_BRIDGE_CREATE && step->kind <= NWD_STEP_NIC_MANAGED;
}
