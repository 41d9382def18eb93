/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card-change.h"
#include "nwd-state.h"

/* Takes one piece of news into the state: the upper half gets it, the lower half follows, @touched
 * says what to publish. News that says nothing new touches nothing. */

void nwd_fold_hypervisor_state (NwdState *state,
                                NwdBackendState news,
                                gboolean instant,
                                NwdTouched *touched);
void nwd_fold_host_network_state (NwdState *state, NwdBackendState news, NwdTouched *touched);
void nwd_fold_degraded (NwdState *state, const char *reason, NwdTouched *touched);

/* @domains of NwdDomain: all there are. */
void nwd_fold_domains (NwdState *state, GPtrArray *domains, NwdTouched *touched);
void nwd_fold_domain (NwdState *state, NwdDomain *domain, NwdTouched *touched);
void nwd_fold_domain_gone (NwdState *state, const char *vm_id, NwdTouched *touched);
void
nwd_fold_responsive (NwdState *state, const char *vm_id, gboolean responsive, NwdTouched *touched);

/* The guest is asked to let go of the card of @detach; it is, until the card is gone. @stays:
 * whether its vNIC is to stay then, unplugged. */
void nwd_fold_unplugging (NwdState *state,
                          const NwdCardChange *detach,
                          gboolean stays,
                          NwdTouched *touched);

/* "" takes the vNIC's problem away. */
void nwd_fold_vnic_problem (NwdState *state,
                            const char *vnic_id,
                            const char *problem,
                            NwdTouched *touched);

/* "" takes the problem of that source away. */
void nwd_fold_problem (
  NwdState *state, const char *vm_id, NwdProblem source, const char *problem, NwdTouched *touched);

/* @notes of NwdNote, NULL none. */
void nwd_fold_notes (NwdState *state, const char *vm_id, GPtrArray *notes, NwdTouched *touched);

/* @all of NwdStoredVnic, NULL none. */
void
nwd_fold_stored_vnics (NwdState *state, const char *vm_id, GPtrArray *all, NwdTouched *touched);

/* @networks of NwdVirtualNetwork, @bridges of NwdBridge, @uplinks of NwdUplink: all there are. */
void nwd_fold_virtual_networks (NwdState *state, GPtrArray *networks, NwdTouched *touched);
void
nwd_fold_bridges (NwdState *state, GPtrArray *bridges, GPtrArray *uplinks, NwdTouched *touched);

/* @nics that the network manager manages, of NwdNicProfile: all there are. */
void nwd_fold_managed (NwdState *state, GPtrArray *nics, NwdTouched *touched);

/* @label: NULL: it is gone. */
void nwd_fold_label (NwdState *state, const char *name, NwdLabel *label, NwdTouched *touched);

/* What is wrong with the isolation of the bridge; "" nothing. */
void
nwd_fold_isolation (NwdState *state, const char *bridge, const char *problem, NwdTouched *touched);

void nwd_fold_link (NwdState *state, NwdLink *link, NwdTouched *touched);
void nwd_fold_link_gone (NwdState *state, const NwdLink *link, NwdTouched *touched);

/* NULL takes the record with @id away. */
void
nwd_fold_own_network (NwdState *state, const char *id, NwdNetwork *network, NwdTouched *touched);
void nwd_fold_own_attachment (NwdState *state,
                              const char *id,
                              NwdAttachment *attachment,
                              NwdTouched *touched);

void nwd_fold_checkpoint (NwdState *state, NwdCheckpoint *checkpoint, NwdTouched *touched);
void nwd_fold_checkpoint_gone (NwdState *state, const char *id, NwdTouched *touched);

/* NULL: none. */
void nwd_fold_quarantine (NwdState *state,
                          const char *vm_id,
                          NwdQuarantine *quarantine,
                          NwdTouched *touched);
