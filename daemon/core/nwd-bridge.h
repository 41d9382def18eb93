/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A bridge that the host's network manager keeps for us, known by the tags of its profile.
 * Immutable; strings are never NULL. */
typedef struct
{
  char *profile_id;     /* UUID of the profile */
  char *name;           /* interface name */
  char *attachment_id;  /* tag: the attachment it was made for; "" for the unwired bridge */
  guint mtu;            /* bytes, as the profile has it; 0: not stated */
  gboolean autoconnect; /* it comes back by itself */
  char *ipv4;           /* where the profile has its addresses from: "none", "dhcp", "auto", */
  char *ipv6;           /* "static", or another word of the network manager's */
  char **addresses;     /* that it has, sorted, "address/prefix"; no link-local ones */
  char *port;           /* NIC that a profile of ours makes a port of it; "" none */
  guint port_mtu;       /* bytes, as that profile has it; 0: not stated, or none */
  gboolean active;      /* activated and there */
} NwdBridge;

/* With the profile of an isolated bridge, which is on no NIC and has no addresses. */
NwdBridge *nwd_bridge_new (const char *profile_id, const char *name, const char *attachment_id);
NwdBridge *nwd_bridge_ref (NwdBridge *bridge);
void nwd_bridge_unref (NwdBridge *bridge);
gboolean nwd_bridge_equal (const NwdBridge *a, const NwdBridge *b);

void nwd_bridge_set_port (NwdBridge *bridge, const char *port, guint mtu);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdBridge, nwd_bridge_unref)
