/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-uplink.h"

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
  char *bridge;     /* "" none: the host alone uses the network */
  char *nic;        /* name of the NIC beneath; "" none */
  guint vlan;       /* tag on that NIC; 0 untagged */
  guint nic_mtu;    /* bytes: what it had before, where the bridge is ours; 0 not known */
  char *nic_before; /* UUID of the profile by which the NIC was configured before; "" none */
  NwdIpConfig *ip;  /* of this host in the network */
  gboolean adopted; /* the bridge is not ours: never deleted, never changed */
  char *label;      /* with which it goes: that made it, or moved it; "" by hand */
  char *boot_id;    /* it is gone when the host starts anew after that one; "" it lasts */
  NwdAttachmentState state;
  char *problem;         /* "" none */
  GVariant *out_of_sync; /* nwd_sync_compare(); NULL: it is as it should be */
} NwdAttachment;

NwdAttachment *
nwd_attachment_new (const char *id, const char *network_id, const char *bridge, gboolean adopted);
/* A copy of what is stored of it, to be changed before others see it. */
NwdAttachment *nwd_attachment_copy (const NwdAttachment *attachment);
/* On that NIC, which had an MTU of @mtu and the profile @before; "" on none. */
void nwd_attachment_set_nic (
  NwdAttachment *attachment, const char *nic, guint vlan, guint mtu, const char *before);
void nwd_attachment_set_ip (NwdAttachment *attachment, NwdIpConfig *ip);
/* Made by that label; gone with that boot of the host. */
void nwd_attachment_set_label (NwdAttachment *attachment, const char *label);
void nwd_attachment_set_boot (NwdAttachment *attachment, const char *boot_id);

/* Whether the same interface carries both. */
gboolean nwd_attachment_is_carried_alike (const NwdAttachment *a, const NwdAttachment *b);

/* What is to carry it, with an MTU of @mtu bytes; it is on a NIC. */
NwdUplink *nwd_attachment_uplink (const NwdAttachment *attachment, guint mtu);
/* The interface by which this host is in the network: bridge, or what carries it: a new name. */
char *nwd_attachment_device (const NwdAttachment *attachment);

NwdAttachment *nwd_attachment_ref (NwdAttachment *attachment);
void nwd_attachment_unref (NwdAttachment *attachment);
gboolean nwd_attachment_equal (const NwdAttachment *a, const NwdAttachment *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdAttachment, nwd_attachment_unref)
