/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card.h"

/* A VM's state, by libvirt's names; "migrating" also stands for an incoming migration. */
typedef enum
{
  NWD_VM_RUNNING,
  NWD_VM_PAUSED,
  NWD_VM_SHUTDOWN, /* is being shut down */
  NWD_VM_SHUTOFF,
  NWD_VM_CRASHED,
  NWD_VM_PMSUSPENDED,
  NWD_VM_MIGRATING,
  NWD_VM_SAVING, /* saves or restores: changes are Busy; shown as "paused" */
  NWD_N_VM_STATES
} NwdVmState;

/* Whether a guest has an agent that can be asked. */
typedef enum
{
  NWD_AGENT_NONE,         /* there is no channel for one */
  NWD_AGENT_DISCONNECTED, /* there is, but nobody at its other end */
  NWD_AGENT_CONNECTED,
  NWD_N_AGENT_STATES
} NwdAgentState;

/* As Vm.GuestAgent shows it. */
const char *nwd_agent_state_name (NwdAgentState state);

/* libvirt's name of @state, as Vm.State shows it. */
const char *nwd_vm_state_name (NwdVmState state);

/* TRUE where a live definition exists, so that cards have taps. */
gboolean nwd_vm_state_is_live (NwdVmState state);

/* What the hypervisor says of one VM, read at one moment. Immutable; strings are never NULL. */
typedef struct
{
  char *id; /* UUID */
  char *name;
  char *title;
  char *managed_by; /* "ovirt", "nova", "kubevirt", … by its metadata; "" nobody */
  NwdVmState state;
  gboolean persistent;
  gboolean managed_save;
  GPtrArray *live;   /* of NwdCard; NULL when not running */
  GPtrArray *config; /* of NwdCard, what the next start will have; NULL when transient */
  NwdAgentState agent;
  guint free_slots; /* how many more cards can be plugged while it runs; G_MAXUINT: plenty, not
                       known, or not running */
} NwdDomain;

NwdDomain *nwd_domain_new (void);
NwdDomain *nwd_domain_ref (NwdDomain *domain);
void nwd_domain_unref (NwdDomain *domain);
gboolean nwd_domain_equal (const NwdDomain *a, const NwdDomain *b);

/* Whether it is being saved or restored, or migrates: its cards cannot be changed. NULL: no. */
gboolean nwd_domain_is_in_transit (const NwdDomain *domain);

/* Whether it runs, and its cards can be changed: not before it is restored, or has arrived. NULL:
 * no. */
gboolean nwd_domain_is_up (const NwdDomain *domain);

/* The card of that MAC and number in @cards (NULL: none), or NULL. */
NwdCard *nwd_domain_find_card (GPtrArray *cards, const char *mac, guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDomain, nwd_domain_unref)
