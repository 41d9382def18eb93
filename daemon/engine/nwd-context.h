/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "nwd-engine.h"
#include "nwd-guests.h"
#include "nwd-history.h"
#include "nwd-journal.h"
#include "nwd-marks.h"
#include "nwd-mirrors.h"
#include "nwd-queue.h"
#include "nwd-records.h"
#include "nwd-seals.h"
#include "nwd-slots.h"
#include "nwd-statistics.h"
#include "nwd-unpluggings.h"
#include "nwd-witness.h"

typedef struct _NwdContext NwdContext;

/* What the parts of the engine share. */
struct _NwdContext
{
  NwdHypervisor *hypervisor;
  NwdHostNetwork *host_network;
  NwdKernel *kernel;
  NwdLog *log;

  NwdState *state;
  NwdRecords *records;
  NwdJournal *journal;
  NwdSlots *slots;
  NwdQueue *host_queue;
  GHashTable *vm_queues;  /* VM id → NwdQueue: nwd_context_get_queue() */
  GHashTable *timers;     /* checkpoint id → source id, 0 due: nwd-checkpoints.c */
  GHashTable *operations; /* VM id ("" the host) → NwdTouched of the change that runs on it: what
                           * is learned of it meanwhile is published with it, at its end */
  GHashTable *applying;   /* cards that are being changed: nwd-apply-card.c */
  GHashTable *moving;  /* tap → MAC of what is on its way to another bridge: nwd-apply-card.c */
  NwdMarks *macs;      /* addresses that running changes bring into use */
  NwdMarks *arriving;  /* networks that running changes move cards to, or back to */
  NwdMarks *leaving;   /* networks that a running change detaches */
  NwdMarks *changing;  /* vNICs that running changes are of */
  NwdMarks *accounted; /* objects whose changes are ours; VMs: those of all their cards */
  NwdWitness *witness;
  NwdHistory *history;
  NwdMirrors *mirrors;
  NwdSeals *seals;
  NwdStatistics *statistics;
  NwdUnpluggings *unpluggings;
  NwdGuests *guests; /* NULL: guests are not asked */

  guint patience;      /* ms that a guest has to let go of a card when that is undone */
  gboolean host_stuck; /* the change of the host that runs was given up, but is not done */
  gboolean started;    /* the first look at the kernel is over */

  /* What follows from a change, or from what was learned, and is none of its business. */
  void (*learned) (NwdContext *context, const NwdTouched *touched);
  void (*vm_changed) (NwdContext *context, const char *vm_id);
  void (*kept) (NwdContext *context, const char *checkpoint_id, NwdTouched *touched);

  NwdEngineChanged changed;
  NwdEngineTold told;
  gpointer changed_data; /* of both */
};

NwdContext *nwd_context_new (NwdHypervisor *hypervisor,
                             NwdHostNetwork *host_network,
                             NwdKernel *kernel,
                             NwdStore *store,
                             NwdLog *log);
void nwd_context_free (NwdContext *context);

/* The line before that VM ("" the host). Only what is in it keeps it. */
NwdQueue *nwd_context_get_queue (NwdContext *context, const char *vm_id);

/* Tells the bus, unless nothing was touched; what others did is told as an event then. Mirrors,
 * seals and statistics follow what is known before, and so does who has to learn of it. */
void nwd_context_publish (NwdContext *context, const NwdTouched *touched);

/* Into the history, the log, and to the bus. Takes @event. */
void nwd_context_tell (NwdContext *context, NwdEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdContext, nwd_context_free)
