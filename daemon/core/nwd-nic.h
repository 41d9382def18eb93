/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-link.h"
#include "nwd-nic-profile.h"

/* A NIC of the host: a link that leads out of it, or is made of such links. Known by its name.
 * Immutable once made; strings are never NULL. */
typedef struct
{
  char *name;
  const char *kind;      /* as nwd_nic_kind() says it */
  char *mac;             /* lower case */
  char *port_of;         /* name of the bond or bridge it is a port of; "" none */
  const char *bond_mode; /* of a bond (nwd-link.h); "" not known */
  guint mtu;             /* bytes */
  guint speed;           /* Mbit/s; 0 unknown */
  gboolean carrier;
  NwdNicProfile *profile; /* by which that configures it, which may be of no UUID; NULL: it does
                           * not manage it */
} NwdNic;

/* "physical", "bond", "team" or "veth"; NULL where @link is no NIC: what belongs to guests or to
 * this host alone (taps, macvtaps, bridges, the loopback), and VLANs, which are one network's share
 * of a NIC. */
const char *nwd_nic_kind (const NwdLink *link);

/* @link is a NIC; @profile: NULL where it is not managed. */
NwdNic *nwd_nic_new (const NwdLink *link, const char *port_of, NwdNicProfile *profile);

/* Whether the network manager manages it, and has configured it by somebody else's profile. */
gboolean nwd_nic_is_managed (const NwdNic *nic);
gboolean nwd_nic_is_configured (const NwdNic *nic);

NwdNic *nwd_nic_ref (NwdNic *nic);
void nwd_nic_unref (NwdNic *nic);
gboolean nwd_nic_equal (const NwdNic *a, const NwdNic *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNic, nwd_nic_unref)
