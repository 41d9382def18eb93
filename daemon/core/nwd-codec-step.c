/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-step.h"

#include "nwd-codec-card-change.h"
#include "nwd-codec-host.h"
#include "nwd-codec-ip.h"
#include "nwd-codec-uplink.h"
#include "nwd-codec-note.h"
#include "nwd-codec-quarantine.h"
#include "nwd-codec-stored-vnic.h"
#include "nwd-error.h"

/* --- notes --- */

static NwdStep *
note_get (const NwdDocument *document, const char *group, NwdStepKind kind, GError **error)
{
  g_autofree char *vm_id = NULL;
  g_autoptr (NwdNote) note = NULL;

  if (!nwd_document_get_string (document, group, "vm", &vm_id, error))
    return NULL;
  note = nwd_codec_note_get (document, group, error);
  return note ? nwd_step_new_note (kind, vm_id, note) : NULL;
}

/* --- stored vNICs --- */

static NwdStep *
vnic_get (const NwdDocument *document, const char *group, NwdStepKind kind, GError **error)
{
  g_autofree char *vm_id = NULL, *id = NULL;
  g_autoptr (NwdStoredVnic) vnic = NULL;

  if (!nwd_document_get_string (document, group, "vm", &vm_id, error)
      || !nwd_document_get_string (document, group, "id", &id, error))
    return NULL;
  if (kind == NWD_STEP_VNIC_DROP)
    return nwd_step_new_vnic_drop (vm_id, id);
  vnic = nwd_codec_stored_vnic_get (document, group, error);
  return vnic ? nwd_step_new_vnic (vm_id, vnic) : NULL;
}

static NwdStep *
quarantine_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *vm_id = NULL;
  gboolean set = FALSE;
  g_autoptr (NwdQuarantine) quarantine = NULL;

  if (!nwd_document_get_string (document, group, "vm", &vm_id, error)
      || !nwd_document_get_boolean (document, group, "set", &set, error))
    return NULL;
  if (set && !(quarantine = nwd_codec_quarantine_get (document, group, error)))
    return NULL;
  return nwd_step_new_quarantine (vm_id, quarantine);
}

static void
quarantine_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  nwd_document_set_string (document, group, "vm", step->vm_id);
  nwd_document_set_boolean (document, group, "set", step->quarantine != NULL);
  if (step->quarantine)
    nwd_codec_quarantine_put (document, group, step->quarantine);
}

static void
vnic_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  nwd_document_set_string (document, group, "vm", step->vm_id);
  if (step->vnic)
    nwd_codec_stored_vnic_put (document, group, step->vnic);
  else
    nwd_document_set_string (document, group, "id", step->name);
}

/* --- records --- */

static NwdStep *
card_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdCardChange) change = nwd_codec_card_change_get (document, group, error);

  return change ? nwd_step_new_card (change) : NULL;
}

static NwdStep *
network_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdNetwork) network = nwd_codec_network_get (document, group, error);

  return network ? nwd_step_new_network (network) : NULL;
}

static NwdStep *
attachment_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdAttachment) attachment = nwd_codec_attachment_get (document, group, error);

  return attachment ? nwd_step_new_attachment (attachment) : NULL;
}

/* --- the rest, which has a name, a text and a number --- */

static void
named_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  nwd_document_set_string (document, group, "of", step->name ? step->name : "");
  nwd_document_set_string (document, group, "text", step->text ? step->text : "");
  nwd_document_set_number (document, group, "number", step->number);
  if (step->transient)
    nwd_document_set_boolean (document, group, "transient", TRUE);
  if (step->ip)
    nwd_codec_ip_put (document, group, step->ip);
}

static NwdStep *
named_get (const NwdDocument *document, const char *group, NwdStepKind kind, GError **error)
{
  g_autofree char *name = NULL, *text = NULL;
  NwdStep *step = NULL;
  guint number = 0;

  if (!nwd_document_get_string (document, group, "of", &name, error)
      || !nwd_document_get_string (document, group, "text", &text, error)
      || !nwd_document_get_number (document, group, "number", &number, error))
    return NULL;
  step = nwd_step_new_named (kind, name, text, number);
  /* Not there: no. */
  nwd_document_get_boolean (document, group, "transient", &step->transient, NULL);
  return step;
}

static NwdStep *
reset_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdStep) step = named_get (document, group, NWD_STEP_BRIDGE_RESET, error);

  if (step)
    step->ip = nwd_codec_ip_read (document, group);
  return g_steal_pointer (&step);
}

/* --- bridges and what carries networks --- */

static NwdStep *
restore_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdStep) step = named_get (document, group, NWD_STEP_BRIDGE_RESTORE, error);

  if (step)
    step->bridge = nwd_codec_bridge_get (document, group, error);
  return step && step->bridge ? g_steal_pointer (&step) : NULL;
}

static void
restore_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  named_put (document, group, step);
  nwd_codec_bridge_put (document, group, step->bridge);
}

static void
port_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  gboolean adds = step->kind == NWD_STEP_PORT_ADD;

  nwd_codec_uplink_put (document, group, step->uplink);
  nwd_document_set_number (document, group, "number", adds ? step->uplink->mtu : step->number);
  if (!adds && *step->text)
    nwd_document_set_boolean (document, group, "stays", TRUE);
}

static NwdStep *
port_get (const NwdDocument *document, const char *group, NwdStepKind kind, GError **error)
{
  NwdUplink *uplink = nwd_codec_uplink_get (document, group, error);
  gboolean stays = FALSE;
  guint number = uplink ? uplink->mtu : 0;

  if (!uplink || kind == NWD_STEP_PORT_ADD)
    return uplink ? nwd_step_new_port (uplink) : NULL;
  nwd_document_get_boolean (document, group, "stays", &stays, NULL);
  return nwd_step_new_port_removal (uplink, number, stays);
}

void
nwd_codec_step_put (NwdDocument *document, const char *group, const NwdStep *step)
{
  nwd_document_set_string (document, group, "do", nwd_step_kind_name (step->kind));
  if (step->card)
    nwd_codec_card_change_put (document, group, step->card);
  else if (step->note)
    {
      nwd_document_set_string (document, group, "vm", step->vm_id);
      nwd_codec_note_put (document, group, step->note);
    }
  else if (step->kind == NWD_STEP_QUARANTINE)
    quarantine_put (document, group, step);
  else if (step->kind == NWD_STEP_VNIC_PUT || step->kind == NWD_STEP_VNIC_DROP)
    vnic_put (document, group, step);
  else if (step->network)
    nwd_codec_network_put (document, group, step->network);
  else if (step->attachment)
    nwd_codec_attachment_put (document, group, step->attachment);
  else if (step->bridge)
    restore_put (document, group, step);
  else if (step->uplink)
    port_put (document, group, step);
  else
    named_put (document, group, step);
}

NwdStep *
nwd_codec_step_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autofree char *word = NULL;
  NwdStepKind kind = 0;

  if (!nwd_document_get_string (document, group, "do", &word, error))
    return NULL;
  if (!nwd_step_kind_parse (word, &kind))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "[%s] is a step that is not known",
                   group);
      return NULL;
    }
  switch (kind)
    {
    case NWD_STEP_CARD:
      return card_get (document, group, error);
    case NWD_STEP_NOTE:
    case NWD_STEP_NOTE_DROP:
      return note_get (document, group, kind, error);
    case NWD_STEP_QUARANTINE:
      return quarantine_get (document, group, error);
    case NWD_STEP_VNIC_PUT:
    case NWD_STEP_VNIC_DROP:
      return vnic_get (document, group, kind, error);
    case NWD_STEP_NETWORK_PUT:
      return network_get (document, group, error);
    case NWD_STEP_ATTACHMENT_PUT:
      return attachment_get (document, group, error);
    case NWD_STEP_BRIDGE_RESET:
      return reset_get (document, group, error);
    case NWD_STEP_BRIDGE_RESTORE:
      return restore_get (document, group, error);
    case NWD_STEP_PORT_ADD:
    case NWD_STEP_PORT_REMOVE:
      return port_get (document, group, kind, error);
    case NWD_STEP_MIRRORS:
    case NWD_STEP_WAIT:
    case NWD_STEP_BRIDGE_CREATE:
    case NWD_STEP_BRIDGE_CREATE_OPEN:
    case NWD_STEP_BRIDGE_MTU:
    case NWD_STEP_BRIDGE_DELETE:
    case NWD_STEP_NIC_MANAGED:
    case NWD_STEP_NETWORK_REMOVE:
    case NWD_STEP_ATTACHMENT_REMOVE:
    case NWD_STEP_LABEL_PUT:
    case NWD_STEP_LABEL_REMOVE:
    case NWD_N_STEPS:
    default:
      return named_get (document, group, kind, error);
    }
}
