/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card-change.h"
#include "nwd-options.h"
#include "nwd-state.h"
#include "nwd-wiring-change.h"

/* One change of one vNIC, held against what is: what the rules and the planner look at. It lives as
 * long as what it was made of stays as it is. */
typedef struct
{
  const NwdState *state;
  const NwdWiringChange *change;
  const NwdOptions *options;
  const NwdDomain *domain;
  const NwdVnic *vnic;         /* NULL: it is to be added */
  const NwdStoredVnic *stored; /* NULL: none */
  NwdNote *note;               /* NULL: none */
  char *name;                  /* of the vNIC, also of one that is to be added */

  /* The card as each definition has it; NULL: it has not. */
  NwdCard *live;
  NwdCard *config;
  NwdCard *spare; /* as it would be plugged, where neither has it */

  gboolean moves;            /* the change names a network */
  const NwdNetwork *network; /* that network; NULL: the empty one, or it does not move */
  NwdSource *source;         /* how a card refers to it; NULL: it does not move, or stays held */

  /* What is to be done to which definition. */
  NwdScope edit;
  NwdScope attach;
  NwdScope detach;
} NwdWiringCase;

/* NULL with NWD_ERROR_NOT_FOUND, naming what is not there, or NWD_ERROR_INVALID_ARGUMENT for
 * options that leave nothing to change. */
NwdWiringCase *nwd_wiring_case_new (const NwdState *state,
                                    const NwdWiringChange *change,
                                    const NwdOptions *options,
                                    GError **error);
void nwd_wiring_case_free (NwdWiringCase *c);

/* The card as it is, for what does not depend on the definition. */
NwdCard *nwd_wiring_case_get_card (const NwdWiringCase *c);

/* Whether the definition that the VM will start with has the card when all is done: the running
 * one of a VM that has no other. */
gboolean nwd_wiring_case_stays_defined (const NwdWiringCase *c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdWiringCase, nwd_wiring_case_free)
