/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card.h"
#include "nwd-note.h"
#include "nwd-stored-vnic.h"

/* A network card of a VM: its live and its persistent definition, put together with what we know
 * of the networks and what our store adds, which for an unplugged card may be all there is.
 * Immutable once made; strings are never NULL, and interned (nwd_text_new()), since a
 * host has many cards that say the same. */
typedef struct
{
  char *id;    /* UUID: that of a "ua-<uuid>" alias, else v5 of (VM UUID, MAC, nth) */
  char *vm_id; /* UUID */
  char *name;
  NwdCard *live;           /* NULL: not in the running VM */
  NwdCard *config;         /* NULL: not in the persistent definition */
  char *live_network_id;   /* "" the empty network, or no live card */
  char *config_network_id; /* likewise */
  char *stored_network_id; /* where it will be plugged; likewise, or not unplugged */
  char *held_network_id;   /* where it stays, link down, though on the empty network; "" nowhere */
  NwdNote *note;           /* NULL: none */
  NwdStoredVnic *stored;   /* NULL: none */
  guint running_mtu;       /* bytes, of its tap; 0: it has none, or none is known */
  guint next_mtu;          /* bytes, that its tap will have at the next start; 0 likewise */
  char *problem;           /* what of it could not be made so; "" nothing */
  gboolean unplugging;     /* its guest is asked to let go of it */
  gboolean vm_live;        /* the VM runs */
  gboolean vm_persistent;
} NwdVnic;

NwdVnic *nwd_vnic_new (void);
NwdVnic *nwd_vnic_ref (NwdVnic *vnic);
void nwd_vnic_unref (NwdVnic *vnic);
gboolean nwd_vnic_equal (const NwdVnic *a, const NwdVnic *b);

/* The definition that the properties show: the live one while the VM runs, else the persistent
 * one; of a card that only the other has, that; of an unplugged card the one that is stored. */
const NwdCard *nwd_vnic_get_card (const NwdVnic *vnic);

/* Whether no definition of libvirt has it: it is unplugged, by us or by somebody else. */
gboolean nwd_vnic_is_only_stored (const NwdVnic *vnic);

/* The alias by which libvirt knows a card as the vNIC @id, interned. */
char *nwd_vnic_alias_new (const char *id);

/* The card as it is when no definition has it: it comes back by its alias as the vNIC that it was.
 * A new one, to be changed. */
NwdCard *nwd_vnic_make_spare (const NwdVnic *vnic);

/* Whether plugging it was undone, but for its guest, which is asked to let go of it: it is stored
 * as it was before. */
gboolean nwd_vnic_was_undone (const NwdVnic *vnic);

/* "" is the empty network. */
const char *nwd_vnic_get_network_id (const NwdVnic *vnic);

/* Whether it is on that network, or will be at the next start, or is held there. */
gboolean nwd_vnic_refers_to (const NwdVnic *vnic, const char *network_id);

/* Whether it needs that network's bridge while the VM runs. */
gboolean nwd_vnic_uses (const NwdVnic *vnic, const char *network_id);

/* Whether it is on the empty network. */
gboolean nwd_vnic_is_unwired (const NwdVnic *vnic);

/* Whether it is to have its link, the empty network aside: Vnic.Linked. */
gboolean nwd_vnic_get_linked (const NwdVnic *vnic);

/* The same by the persistent definition, which must be there. */
gboolean nwd_vnic_get_next_linked (const NwdVnic *vnic);

gboolean nwd_vnic_is_plugged (const NwdVnic *vnic);

/* Vnic.State and Vnic.LinkState. */
const char *nwd_vnic_get_state (const NwdVnic *vnic);
const char *nwd_vnic_get_link_state (const NwdVnic *vnic);

/* Whether each of these will be different at the next start. */
typedef enum
{
  NWD_NEXT_LINKED = 1 << 0,
  NWD_NEXT_NETWORK = 1 << 1,
  NWD_NEXT_PLUGGED = 1 << 2,
  NWD_NEXT_ISOLATED = 1 << 3,
  NWD_NEXT_FILTER = 1 << 4,
  NWD_NEXT_MTU = 1 << 5,
  NWD_NEXT_MODEL = 1 << 6,
  NWD_NEXT_FILTER_PARAMETERS = 1 << 7,
  NWD_NEXT_VIRTUAL_PORT = 1 << 8,
} NwdNextStart;

NwdNextStart nwd_vnic_get_next_start (const NwdVnic *vnic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdVnic, nwd_vnic_unref)
