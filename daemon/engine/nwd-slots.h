/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Lets changes through to the hypervisor, a bounded number at a time: libvirtd has 20 workers in
 * all, and a VM whose process is stopped keeps one for as long as it is. So that stopped ones
 * cannot take them all, the last two places are kept for VMs whose process runs, the very last for
 * those of them that have answered in the last 10 s. */
typedef struct _NwdSlots NwdSlots;

/* Whether the process of @vm_id runs, as far as is known. */
typedef gboolean (*NwdSlotsRuns) (const char *vm_id, gpointer data);

typedef void (*NwdSlotsStart) (gpointer data);

#define NWD_SLOTS_MAX    8
#define NWD_SLOTS_RECENT 10 /* s */

NwdSlots *nwd_slots_new (NwdSlotsRuns runs, gpointer data);
void nwd_slots_free (NwdSlots *slots);

/* Calls @start, at once where there is a place, else when there is one. */
void nwd_slots_take (NwdSlots *slots, const char *vm_id, NwdSlotsStart start, gpointer data);

/* Gives the place back. @answered: the VM did; not that its connection broke. */
void nwd_slots_give_back (NwdSlots *slots, const char *vm_id, gboolean answered);

/* FALSE when the one with @data does not wait (any more). */
gboolean nwd_slots_give_up (NwdSlots *slots, gpointer data);

/* The VM is gone. */
void nwd_slots_forget (NwdSlots *slots, const char *vm_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdSlots, nwd_slots_free)
