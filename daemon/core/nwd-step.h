/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-attachment.h"
#include "nwd-bridge.h"
#include "nwd-card-change.h"
#include "nwd-network.h"
#include "nwd-note.h"
#include "nwd-quarantine.h"
#include "nwd-stored-vnic.h"

typedef enum
{
  NWD_STEP_CARD,               /* card */
  NWD_STEP_NOTE,               /* vm_id, note */
  NWD_STEP_NOTE_DROP,          /* vm_id, note (its MAC and number) */
  NWD_STEP_VNIC_PUT,           /* vm_id, vnic */
  NWD_STEP_VNIC_DROP,          /* vm_id, name: id */
  NWD_STEP_QUARANTINE,         /* vm_id, quarantine; NULL: none */
  NWD_STEP_MIRRORS,            /* name: id of the vNIC, number: the NWD_ERROR that it fails with */
  NWD_STEP_WAIT,               /* number: ms */
  NWD_STEP_BRIDGE_CREATE,      /* name, text: attachment id, number: MTU */
  NWD_STEP_BRIDGE_CREATE_OPEN, /* the same, not closed towards this host */
  NWD_STEP_BRIDGE_MTU,         /* name, number: MTU */
  NWD_STEP_BRIDGE_RESET,       /* name, text: attachment id, number: MTU, ip: as when it was made */
  NWD_STEP_BRIDGE_RESTORE,     /* bridge: as it was, closed towards this host where text is not "";
                                * number: MTU that it had, whatever its profile says */
  NWD_STEP_BRIDGE_DELETE,      /* name */
  NWD_STEP_PORT_ADD,           /* uplink */
  NWD_STEP_PORT_REMOVE,        /* uplink, number: MTU to have then, 0 as it is; where text is not ""
                                * it stays a port, as somebody made it by hand */
  NWD_STEP_NIC_MANAGED,        /* name, number: 1 managed by the network manager, 0 not */
  NWD_STEP_NETWORK_PUT,        /* network; the host's records from here … */
  NWD_STEP_NETWORK_REMOVE,     /* name: id */
  NWD_STEP_ATTACHMENT_PUT,     /* attachment */
  NWD_STEP_ATTACHMENT_REMOVE,  /* name: id */
  NWD_STEP_LABEL_PUT,          /* name, text: name of the NIC, "" the host */
  NWD_STEP_LABEL_REMOVE,       /* name; … to here */
  NWD_N_STEPS
} NwdStepKind;

/* One thing that is done to the world, in absolute values, so that doing it twice is doing it once:
 * what is needed to undo it is another step. Which members mean something depends on the kind. */
typedef struct
{
  NwdStepKind kind;
  NwdCardChange *card;
  NwdNote *note;
  NwdStoredVnic *vnic;
  NwdQuarantine *quarantine;
  NwdNetwork *network;
  NwdAttachment *attachment;
  NwdBridge *bridge;
  NwdUplink *uplink;
  NwdIpConfig *ip;
  char *vm_id;
  char *name;
  char *text;
  guint number;
  gboolean transient; /* of bridges that are made: gone when the host starts anew */
} NwdStep;

NwdStep *nwd_step_new (NwdStepKind kind);
NwdStep *nwd_step_new_card (NwdCardChange *change);
NwdStep *nwd_step_new_note (NwdStepKind kind, const char *vm_id, NwdNote *note);
NwdStep *nwd_step_new_vnic (const char *vm_id, NwdStoredVnic *vnic);
NwdStep *nwd_step_new_vnic_drop (const char *vm_id, const char *id);
/* @quarantine may be NULL. */
NwdStep *nwd_step_new_quarantine (const char *vm_id, NwdQuarantine *quarantine);
NwdStep *nwd_step_new_named (NwdStepKind kind, const char *name, const char *text, guint number);
/* What makes the bridge of @attachment, closed towards this host unless a NIC is beneath. */
NwdStep *nwd_step_new_bridge (const NwdAttachment *attachment, guint mtu);
/* As it was with an MTU of @mtu bytes. */
NwdStep *nwd_step_new_restore (NwdBridge *bridge, gboolean closed, guint mtu);
NwdStep *nwd_step_new_reset (const NwdAttachment *attachment, guint mtu, NwdIpConfig *ip);
/* NWD_STEP_PORT_ADD, and NWD_STEP_PORT_REMOVE with @mtu; both take @uplink. */
NwdStep *nwd_step_new_port (NwdUplink *uplink);
NwdStep *nwd_step_new_port_removal (NwdUplink *uplink, guint mtu, gboolean stays);
NwdStep *nwd_step_new_network (NwdNetwork *network);
NwdStep *nwd_step_new_attachment (NwdAttachment *attachment);
NwdStep *nwd_step_ref (NwdStep *step);
void nwd_step_unref (NwdStep *step);

/* "card", "note", …: the word for it in the journal. */
const char *nwd_step_kind_name (NwdStepKind kind);
gboolean nwd_step_kind_parse (const char *name, NwdStepKind *kind);

/* Whether it makes, changes or deletes a bridge. */
gboolean nwd_step_is_of_bridge (const NwdStep *step);

/* Whether it makes a bridge, or one anew; whether it is about what carries a network. */
gboolean nwd_step_makes_bridge (const NwdStep *step);
gboolean nwd_step_is_of_port (const NwdStep *step);

/* Whether it changes what is stored of the host, and nothing else. */
gboolean nwd_step_is_of_host_records (const NwdStep *step);

/* Which of the backends it needs to be there: the hypervisor also for what we keep of a VM, which
 * may be gone. */
gboolean nwd_step_needs_hypervisor (const NwdStep *step);
gboolean nwd_step_needs_host_network (const NwdStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdStep, nwd_step_unref)
