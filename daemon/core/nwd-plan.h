/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-step.h"

/* What will be done, in order, and how each of it is undone. */
typedef struct
{
  char *vm_id;         /* whose it is; "" the host's */
  GPtrArray *steps;    /* of NwdStep */
  GPtrArray *undo;     /* of NwdStep, of the same length; NULL where there is nothing to undo */
  char *object_id;     /* id of the object that is made or changed; "" none */
  GPtrArray *vnic_ids; /* of char *, the vNICs that it changes, where that is told */
  GPtrArray *objects;  /* of char *, for each change of the host: id of the object that it makes or
                        * changes, "" the one called; NULL: nothing is to be done */
  GPtrArray *macs;     /* of char *, MAC addresses that it brings into use */
  GPtrArray *busy;     /* of char *, ids of networks whose bridges must stay until it is done */
} NwdPlan;

NwdPlan *nwd_plan_new (void);
void nwd_plan_free (NwdPlan *plan);

/* An array of it alone. Takes @plan; NULL of NULL. */
GPtrArray *nwd_plan_alone (NwdPlan *plan);

/* Takes both; @undo may be NULL. */
void nwd_plan_add (NwdPlan *plan, NwdStep *step, NwdStep *undo);

void nwd_plan_set_object (NwdPlan *plan, const char *id);

void nwd_plan_add_vnic (NwdPlan *plan, const char *vnic_id);
void nwd_plan_add_object (NwdPlan *plan, const char *id);
void nwd_plan_set_vm (NwdPlan *plan, const char *vm_id);

/* Does after @plan what @more does; the object that @more makes is @plan's. */
void nwd_plan_join (NwdPlan *plan, const NwdPlan *more);

void nwd_plan_add_mac (NwdPlan *plan, const char *mac);

/* "" is the empty network, which always stays. */
void nwd_plan_add_busy (NwdPlan *plan, const char *network_id);

/* How many steps from @first on are made as one: by one call of the hypervisor, read back once,
 * updates of different cards, each of which keeps its MAC address; by one write, what is stored of
 * the host; at the same time, bridges that are made, or deleted, with nothing beneath; else 1. */
guint nwd_plan_count_together (const NwdPlan *plan, guint first);

/* What undoes the first @n steps but those that are in @but (of NwdStep; NULL: none), in the order
 * in which it is to be done: a new array. */
GPtrArray *nwd_plan_get_undo (const NwdPlan *plan, guint n, GHashTable *but);

/* Whether the journal must know of @plans (of NwdPlan), which are done together, before they begin:
 * one hypervisor call, whose result the hypervisor keeps by itself, or one store write, is whole or
 * not at all without. */
gboolean nwd_plans_need_journal (GPtrArray *plans);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdPlan, nwd_plan_free)
