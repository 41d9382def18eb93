/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-ip-config.h"

/* That the network manager manages a NIC, and by which profile of somebody else's. Immutable;
 * strings are never NULL. */
typedef struct
{
  char *nic;        /* name of the NIC */
  char *id;         /* UUID of the profile; "" there is none, or it is one of ours */
  char *name;       /* of the profile, for people; "" likewise */
  NwdIpConfig *ip;  /* that it has by it, and is like it */
  char **addresses; /* that the NIC has, sorted; no link-local ones */
  gboolean made_up; /* it only says what somebody did by hand: nothing can activate it */
  char *keeps;      /* what of it no other profile can have: that setting's name; "" nothing */
} NwdNicProfile;

/* Takes @ip; NULL none. */
NwdNicProfile *
nwd_nic_profile_new (const char *nic, const char *id, const char *name, NwdIpConfig *ip);
NwdNicProfile *nwd_nic_profile_ref (NwdNicProfile *profile);
void nwd_nic_profile_unref (NwdNicProfile *profile);
gboolean nwd_nic_profile_equal (const NwdNicProfile *a, const NwdNicProfile *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNicProfile, nwd_nic_profile_unref)
