/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-attachment.h"
#include "nwd-backend.h"
#include "nwd-bridge.h"
#include "nwd-checkpoint.h"
#include "nwd-domain.h"
#include "nwd-guest-report.h"
#include "nwd-label.h"
#include "nwd-link.h"
#include "nwd-network.h"
#include "nwd-nic.h"
#include "nwd-nic-profile.h"
#include "nwd-note.h"
#include "nwd-quarantine.h"
#include "nwd-stored-vnic.h"
#include "nwd-touched.h"
#include "nwd-uplink.h"
#include "nwd-virtual-network.h"
#include "nwd-vm.h"
#include "nwd-vnic.h"

/* Where a VM's problem comes from: each source has one of its own. */
typedef enum
{
  NWD_PROBLEM_STORE, /* what is stored of it cannot be read */
  NWD_PROBLEM_UNDO,  /* a change of it could not be undone */
  NWD_N_PROBLEMS
} NwdProblem;

/* All that is known. Above: what was read from the hypervisor, the kernel, the network manager and
 * our store. Below: the records that follow from it (nwd-derive.h), which is what the bus shows.
 * Only the engine changes it; every change goes through nwd-derive.h, which keeps both in step. */
typedef struct
{
  NwdBackendState hypervisor_state;
  NwdBackendState host_network_state;
  gboolean instant_changes;
  gboolean mirroring;    /* this kernel can copy traffic */
  gboolean vlans;        /* … and has VLANs */
  gboolean guest_info;   /* guests are asked for their addresses */
  char *degraded_reason; /* "" not degraded */
  char *boot_id;         /* of this boot of the host; "" not known */

  GHashTable *domains;          /* VM id → NwdDomain */
  GHashTable *virtual_networks; /* name → NwdVirtualNetwork */
  GHashTable *links;            /* name → NwdLink */
  GHashTable *bridges;          /* name → NwdBridge */
  GHashTable *uplinks;      /* name of the interface → NwdUplink, as the network manager has it */
  GHashTable *managed;      /* name of a NIC that the network manager manages → NwdNicProfile */
  GHashTable *isolation;    /* name of a bridge → what is wrong with its isolation */
  GHashTable *own_networks; /* id → NwdNetwork, as stored */
  GHashTable *own_attachments; /* id → NwdAttachment, as stored */
  GHashTable *labels;          /* name → NwdLabel, as stored */
  GHashTable *notes;           /* VM id → GPtrArray of NwdNote */
  GHashTable *stored_vnics;    /* VM id → GPtrArray of NwdStoredVnic */
  GHashTable *unresponsive;    /* set of VM ids */
  GHashTable *unplugging;      /* id of a vNIC that its guest is asked to let go → whether it is
                                * to stay, unplugged, when it is gone (GINT_TO_POINTER()) */
  GHashTable *problems[NWD_N_PROBLEMS]; /* VM id → text */
  GHashTable *vnic_problems;            /* vNIC id → text */
  GHashTable *quarantines;              /* VM id → NwdQuarantine */
  GHashTable *checkpoints;              /* id → NwdCheckpoint */
  GHashTable *guests;                   /* VM id → NwdGuestReport */

  GHashTable *vms;           /* id → NwdVm */
  GHashTable *vnics;         /* id (interned) → NwdVnic */
  GHashTable *nics;          /* name → NwdNic */
  GHashTable *networks;      /* id → NwdNetwork */
  GHashTable *attachments;   /* id → NwdAttachment */
  GHashTable *network_vnics; /* network id → set of ids of the vNICs that refer to it */
} NwdState;

NwdState *nwd_state_new (void);
void nwd_state_free (NwdState *state);

NwdVm *nwd_state_get_vm (const NwdState *state, const char *id);
NwdVnic *nwd_state_get_vnic (const NwdState *state, const char *id);
NwdNic *nwd_state_get_nic (const NwdState *state, const char *name);
NwdNetwork *nwd_state_get_network (const NwdState *state, const char *id);
NwdAttachment *nwd_state_get_attachment (const NwdState *state, const char *id);
NwdLabel *nwd_state_get_label (const NwdState *state, const char *name);
NwdCheckpoint *nwd_state_get_checkpoint (const NwdState *state, const char *id);

/* The VM of a vNIC that is in @state. */
NwdVm *nwd_state_get_vnic_vm (const NwdState *state, const NwdVnic *vnic);

/* By name or UUID. NULL, with NWD_ERROR_NOT_FOUND or, where several have the name,
 * NWD_ERROR_INVALID_ARGUMENT naming their UUIDs. */
NwdVm *nwd_state_find_vm (const NwdState *state, const char *name, GError **error);
NwdNetwork *nwd_state_find_network (const NwdState *state, const char *name, GError **error);

/* The vNICs with that MAC in any case: a new array of NwdVnic, which @state owns. */
GPtrArray *nwd_state_find_vnics (const NwdState *state, const char *mac);

/* Whether an object of @kind with @id is there; "" is the root, a NIC's id is its name. */
gboolean nwd_state_has (const NwdState *state, NwdKind kind, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdState, nwd_state_free)
