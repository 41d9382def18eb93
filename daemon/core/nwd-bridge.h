/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* A bridge that the host's network manager keeps for us, known by the tags of its profile.
 * Immutable; strings are never NULL. */
typedef struct
{
  char *profile_id;    /* UUID of the profile */
  char *name;          /* interface name */
  char *attachment_id; /* tag: the attachment it was made for; "" for the unwired bridge */
  guint mtu;           /* bytes, as the profile has it; 0: not stated */
  gboolean active;     /* activated and there */
} NwdBridge;

NwdBridge *nwd_bridge_new (const char *profile_id, const char *name, const char *attachment_id);
NwdBridge *nwd_bridge_ref (NwdBridge *bridge);
void nwd_bridge_unref (NwdBridge *bridge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdBridge, nwd_bridge_unref)
