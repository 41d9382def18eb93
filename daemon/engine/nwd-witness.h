/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-event.h"
#include "core/nwd-state.h"
#include "nwd-marks.h"

/* Remembers how cards and attachments were when they were published last, and so sees what others
 * have done to them. That a VM comes, goes, starts or stops is none of it. */
typedef struct _NwdWitness NwdWitness;

/* Takes @event. */
typedef void (*NwdWitnessTell) (NwdEvent *event, gpointer data);

NwdWitness *nwd_witness_new (void);
void nwd_witness_free (NwdWitness *witness);

/* @touched was published just now. What happened to the objects of @ours, or to the cards of VMs in
 * it, is told elsewhere. */
void nwd_witness_look (NwdWitness *witness,
                       const NwdState *state,
                       const NwdTouched *touched,
                       const NwdMarks *ours,
                       NwdWitnessTell tell,
                       gpointer data);
