/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-ip-config.h"

/* A bridge that the host's network manager keeps for us, known by the tags of its profile.
 * Immutable; strings are never NULL. */
typedef struct
{
  char *profile_id;     /* UUID of the profile */
  char *profile_name;   /* as people know it; "" not known */
  char *name;           /* interface name */
  char *attachment_id;  /* tag: the attachment it was made for; "" for the unwired bridge */
  guint mtu;            /* bytes, as the profile has it; 0: not stated */
  gboolean autoconnect; /* it comes back by itself */
  NwdIpConfig *ip;      /* of the host, as the profile has it */
  char **addresses;     /* that it has, sorted, "address/prefix"; no link-local ones */
  gboolean active;      /* activated and there */
  char *holder;         /* name of the profile by which it is there: ours, unless somebody else
                         * activated his; "" by none, or not known */
  gboolean transient;   /* the profile is gone when the host starts anew */
  char *settings;       /* all that the profile says, as the network manager puts it, for making it
                         * anew; "" not known */
} NwdBridge;

/* With the profile of an isolated bridge, which is on no NIC and has no addresses. */
NwdBridge *nwd_bridge_new (const char *profile_id, const char *name, const char *attachment_id);
NwdBridge *nwd_bridge_copy (const NwdBridge *bridge);
NwdBridge *nwd_bridge_ref (NwdBridge *bridge);
void nwd_bridge_unref (NwdBridge *bridge);
gboolean nwd_bridge_equal (const NwdBridge *a, const NwdBridge *b);

/* Whether somebody else has activated a profile of his on it. */
gboolean nwd_bridge_is_held_by_others (const NwdBridge *bridge);

/* Before others see it. */
void nwd_bridge_set_ip (NwdBridge *bridge, NwdIpConfig *ip);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdBridge, nwd_bridge_unref)
