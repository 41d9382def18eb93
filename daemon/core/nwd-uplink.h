/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-ip-config.h"

/* What carries a network out of this host: a NIC, or one VLAN of it. It is a port of the network's
 * bridge, or, where the network has none, what the host itself uses. One that the network manager
 * has is known by the tag of its profile. Immutable once others see it; strings are never NULL. */
typedef struct
{
  char *nic;          /* name of the NIC */
  guint vlan;         /* tag; 0 untagged */
  char *device;       /* the interface: nwd_uplink_device() */
  char *bridge;       /* "" none */
  guint mtu;          /* bytes, as the profile has it; 0: not stated */
  NwdIpConfig *ip;    /* of the host; none where there is a bridge */
  gboolean transient; /* gone when the host starts anew */

  /* Only to be put or to be removed. */
  char *before;    /* UUID of the profile by which the NIC was configured before, and is again after
                    * it; "" none */
  gboolean absent; /* the NIC is not there: its profile waits for it */
  guint live_mtu;  /* bytes that it had, and addresses below, whatever its profile says: it is put
                    * back as it was; 0: it is put as it is to be */

  /* Only as the network manager tells it. */
  gboolean autoconnect; /* it comes back by itself */
  gboolean active;
  char **addresses; /* that it has, sorted, "address/prefix"; no link-local ones */
  char *settings;   /* as NwdBridge.settings, by which it is put back; "" not known */
} NwdUplink;

/* Connects by itself, has no addresses, and is like nothing before. */
NwdUplink *nwd_uplink_new (const char *nic, guint vlan, const char *bridge, guint mtu);
NwdUplink *nwd_uplink_copy (const NwdUplink *uplink);
NwdUplink *nwd_uplink_ref (NwdUplink *uplink);
void nwd_uplink_unref (NwdUplink *uplink);
gboolean nwd_uplink_equal (const NwdUplink *a, const NwdUplink *b);

/* Before others see it. */
void nwd_uplink_set_ip (NwdUplink *uplink, NwdIpConfig *ip);
void nwd_uplink_set_before (NwdUplink *uplink, const char *profile_id);

/* The interface's name: the NIC's or, with a tag, "NIC.TAG" where that is a legal name, else the
 * same hash of it on every host. */
char *nwd_uplink_device (const char *nic, guint vlan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdUplink, nwd_uplink_unref)
