/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwb-domains.h"

/* A card of a guest, which all contenders change in turn: its one toggle is shared, so that each
 * change is a real one. A change to what already is costs libvirt a third. */
typedef struct
{
  char *vm;   /* name */
  char *uuid; /* of the VM */
  char *mac;
  char *tap;
  gboolean linked;
  guint bridge;
  char *xml[NWB_BRIDGES][2];  /* of the device, by bridge and link */
  char *file[NWB_BRIDGES][2]; /* files with the same, for virsh */
  char *path;                 /* of its Vnic object; NULL without netwiringd */
  char *peer_path;            /* of its VM at libvirt-dbus */
} NwbCard;

NwbCard *
nwb_card_new (virConnectPtr connection, NwbKind kind, guint guest, guint nic, GError **error);
void nwb_card_free (NwbCard *card);

/* Whether both definitions of the VM have the card as @card says. */
gboolean nwb_card_verify (const NwbCard *card, virConnectPtr connection, GError **error);

/* Takes link and bridge from the running VM. */
gboolean nwb_card_read (NwbCard *card, virConnectPtr connection, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwbCard, nwb_card_free)
