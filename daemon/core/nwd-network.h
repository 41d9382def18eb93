/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_ORIGIN_NETWIRING, /* made here */
  NWD_ORIGIN_LIBVIRT,   /* a network of the hypervisor's */
  NWD_ORIGIN_HOST,      /* anything else a card is or can be on: a bridge, a macvtap uplink, … */
  NWD_N_ORIGINS
} NwdOrigin;

/* As Network.Origin shows it. */
const char *nwd_origin_name (NwdOrigin origin);

/* Smallest: RFC 791. Largest: the most that a bridge with taps as ports takes. */
#define NWD_MTU_DEFAULT 1500
#define NWD_MTU_MIN     68
#define NWD_MTU_MAX     65521
#define NWD_VLAN_MAX    4094 /* IEEE 802.1Q */

/* A network that cards are on or can be moved to. Immutable once made; strings are never NULL. */
typedef struct
{
  char *id; /* UUID; of found ones v5 of (kind, name) */
  char *name;
  char *description;
  NwdOrigin origin;
  guint mtu;  /* bytes */
  guint vlan; /* 0 none */
  gboolean vm_network;
  gboolean port_isolation; /* cards moved here get an isolated bridge port */
  char *label;             /* "" none */
  char *bridge;            /* its bridge here, or the name it gets when it is attached; "" none */
  char *attachment_id;     /* "" not attached */
  gboolean movable;        /* a running card can be moved to it and from it */
  char *source_type;       /* how a card refers to it: NwdSource's type, … */
  char *source_name;       /* … and name */
} NwdNetwork;

NwdNetwork *nwd_network_new (void);
NwdNetwork *nwd_network_copy (const NwdNetwork *network);
NwdNetwork *nwd_network_ref (NwdNetwork *network);
void nwd_network_unref (NwdNetwork *network);
gboolean nwd_network_equal (const NwdNetwork *a, const NwdNetwork *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNetwork, nwd_network_unref)
