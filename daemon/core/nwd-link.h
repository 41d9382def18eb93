/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* How libvirt calls its guests' taps, and its containers' ends of veth pairs. */
#define NWD_LINK_OF_GUEST "vnet"

/* A network interface of the host, as the kernel has it. Immutable; strings are never NULL. */
typedef struct
{
  guint index;
  guint master; /* index of the bridge or other device it is a port of; 0 none */
  char *name;
  char *kind; /* rtnetlink's: "bridge", "tun", "macvtap", "veth", …; "" for a physical one, and
               * "loopback" for the loopback, which rtnetlink has no word for */
  char *mac;  /* lower case; "" none */
  guint mtu;  /* bytes */
  gboolean up;
  gboolean promiscuous; /* told to receive every frame it sees, not only those meant for it */
  gboolean filtered;    /* a bridge that was told to pass its frames through the packet filter */

  const char *bond_mode; /* of a bond, the kernel's word: "802.3ad"; "" not known */

  /* Of NICs alone (nwd-nic.h): taps get carriers and lose them without meaning anything. */
  gboolean carrier; /* up, and somebody is at the other end */
  guint speed;      /* Mbit/s; 0 unknown */
} NwdLink;

NwdLink *nwd_link_new (guint index, const char *name, const char *kind);
NwdLink *nwd_link_ref (NwdLink *link);
void nwd_link_unref (NwdLink *link);
/* Whether it may lead out of this host or to another part of it; what is no guest's. */
gboolean nwd_link_can_lead_out (const NwdLink *link);

gboolean nwd_link_equal (const NwdLink *a, const NwdLink *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLink, nwd_link_unref)
