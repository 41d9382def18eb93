/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-bridge.h"
#include "core/nwd-counters.h"
#include "core/nwd-domain.h"
#include "core/nwd-link.h"
#include "core/nwd-mirror.h"
#include "core/nwd-nic-profile.h"
#include "core/nwd-uplink.h"
#include "core/nwd-virtual-network.h"

/* All that exists outside of the daemon: what the fake ports read and change. A value: a copy is
 * what a daemon that was killed at that moment finds when it starts again. */
typedef struct
{
  GHashTable *domains;          /* id → NwdDomain */
  GHashTable *virtual_networks; /* name → NwdVirtualNetwork */
  GHashTable *links;            /* name → NwdLink */
  GHashTable *bridges;          /* name → NwdBridge: those with our tag */
  GHashTable *uplinks;          /* name of the interface → NwdUplink: likewise */
  GHashTable *managed;          /* name of a NIC that the network manager manages → NwdNicProfile,
                                 * somebody else's that is active on it */
  GHashTable *profiles;         /* id → NwdNicProfile: all of them; not part of its text */
  GHashTable *texts;            /* file name → text: the store */
  GHashTable *leaving;          /* VM id, alias, MAC → live NwdCard that is to go */
  GPtrArray *mirrors;           /* of NwdMirror: those in the kernel */
  GHashTable *seals;            /* set of names of bridges that are closed towards the host */
  GHashTable *sealed_ports;     /* set of names of links; not part of its text */
  char *checkpoint;             /* the network manager's own that lasts; "" none */
  guint checkpoint_seconds;     /* that it was to last when it was last extended */
  char *filters;                /* by which the host filters all bridges; "" none */
  GHashTable *counters;         /* index of a link, gone ones too → NwdCounters; missing: zero */
  GHashTable *neighbours;       /* MAC of a machine that the host has talked to → its address */
  guint next_index;             /* of the next link */
  guint boots;                  /* how often it was started again */
  gboolean mirrorless;          /* its kernel has no mirrors */
  gboolean vlanless;            /* … and no VLANs */
  gboolean sealless;            /* … and closes no bridges */
  gboolean countless;           /* its kernel does not tell what links counted */
  gboolean slow_links;          /* the network manager never comes to deleting them */
  gboolean stuck_taps;          /* whatever libvirt and the kernel say, no tap changes its bridge */
} FakeWorld;

FakeWorld *fake_world_new (void);
FakeWorld *fake_world_copy (const FakeWorld *world);
void fake_world_free (FakeWorld *world);

/* Everything in it as lines, for comparison. The history of how it came about, the copy of host.ini
 * and an empty journal among it, leaves no trace. */
char *fake_world_to_text (const FakeWorld *world);

void fake_world_add_link (FakeWorld *world, const char *name, const char *kind, guint mtu);
/* A NIC of that kind (rtnetlink's), MTU 1500, which the network manager manages. */
void fake_world_add_nic (FakeWorld *world, const char *name, const char *kind);

/* Somebody configures it for the host, by a profile with that name and address, whose id is
 * FAKE_PROFILE_ID; "" no longer. */
#define FAKE_PROFILE_ID "7d3c9d5e-2b7b-4c58-9a3e-0d6a3f0c7e55"
void fake_world_configure_nic (FakeWorld *world, const char *name, const char *profile);
#define FAKE_PROFILE_ADDRESS "10.9.0.1/24"

/* With a carrier or without. */
void fake_world_set_carrier (FakeWorld *world, const char *name, gboolean carrier);

/* @mode: a literal, as nwd-link.h has it. */
void fake_world_set_bond_mode (FakeWorld *world, const char *name, const char *mode);

void fake_world_set_mtu (FakeWorld *world, const char *name, guint mtu);
void fake_world_remove_link (FakeWorld *world, const char *name);
void fake_world_set_filters (FakeWorld *world, const char *filters);
void fake_world_rename_link (FakeWorld *world, const char *name, const char *to);
void fake_world_set_master (FakeWorld *world, const char *port, const char *bridge);

/* So many frames of 100 bytes more were received and sent by that link. */
void fake_world_count (FakeWorld *world, const char *name, guint rx, guint tx);

/* Its counters start from zero again. */
void fake_world_reset_counters (FakeWorld *world, const char *name);

/* What it has counted. */
NwdCounters fake_world_get_counters (const FakeWorld *world, const NwdLink *link);

/* The link that @name is a port of; "" none. */
const char *fake_world_get_master (const FakeWorld *world, const char *name);

/* The bridge that the tap of a card on @source is a port of; "" none. */
const char *fake_world_get_bridge (const FakeWorld *world, const NwdSource *source);

/* A libvirt network, and its bridge where @active. */
void fake_world_add_virtual_network (FakeWorld *world,
                                     const char *name,
                                     const char *bridge,
                                     gboolean active);

/* Takes @domain; its live cards get their taps. */
void fake_world_put_domain (FakeWorld *world, NwdDomain *domain);

/* The bridge with our tag of that name, for changing what is known of it. */
NwdBridge *fake_world_edit_bridge (FakeWorld *world, const char *name);
/* Likewise what carries networks. */
NwdUplink *fake_world_edit_uplink (FakeWorld *world, const char *device);
/* What the profile of @bridge says of IPv4 and IPv6. */
void fake_world_set_methods (NwdBridge *bridge, const char *ipv4, const char *ipv6);
void fake_world_set_text (char **field, const char *text);

NwdDomain *fake_world_get_domain (const FakeWorld *world, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeWorld, fake_world_free)
