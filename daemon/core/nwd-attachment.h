/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_ATTACHMENT_ACTIVE,
  NWD_ATTACHMENT_ACTIVATING,
  NWD_ATTACHMENT_FAILED,
  NWD_N_ATTACHMENT_STATES
} NwdAttachmentState;

/* As Attachment.State shows it. */
const char *nwd_attachment_state_name (NwdAttachmentState state);

/* A network made present on this host. Immutable once made; strings are never NULL. */
typedef struct
{
  char *id; /* UUID */
  char *network_id;
  char *bridge;
  char *nic;        /* name of the NIC beneath; "" none */
  guint nic_mtu;    /* bytes: what it had before, where the bridge is ours; 0 not known */
  gboolean adopted; /* the bridge is not ours: never deleted, never changed */
  char *label;      /* that made it; "" by hand */
  char *boot_id;    /* it is gone when the host starts anew after that one; "" it lasts */
  NwdAttachmentState state;
  char *problem;         /* "" none */
  GVariant *out_of_sync; /* nwd_sync_compare(); NULL: it is as it should be */
} NwdAttachment;

NwdAttachment *
nwd_attachment_new (const char *id, const char *network_id, const char *bridge, gboolean adopted);
/* The same on a NIC, with a bridge of our own. */
NwdAttachment *nwd_attachment_new_on_nic (
  const char *id, const char *network_id, const char *bridge, const char *nic, guint nic_mtu);
/* A copy of what is stored, that was made by a label ("" by hand), and ends with that boot of the
 * host ("" not at all). */
NwdAttachment *
nwd_attachment_with (const NwdAttachment *attachment, const char *label, const char *boot_id);
NwdAttachment *nwd_attachment_ref (NwdAttachment *attachment);
void nwd_attachment_unref (NwdAttachment *attachment);
gboolean nwd_attachment_equal (const NwdAttachment *a, const NwdAttachment *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdAttachment, nwd_attachment_unref)
