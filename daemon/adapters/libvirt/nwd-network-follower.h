/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-session.h"
#include "nwd-libvirt-workers.h"

/* Keeps what is known of libvirt's networks in step with it: a sign that one changed makes it read
 * all of them afresh, once at a time.
 * Thread: the main context; reads run in the workers. */
typedef struct _NwdNetworkFollower NwdNetworkFollower;

typedef struct
{
  void (*changed) (GPtrArray *networks, gpointer data); /* of NwdVirtualNetwork */
  void (*lost) (gpointer data);                         /* the connection broke */
} NwdNetworkFollowerListener;

NwdNetworkFollower *nwd_network_follower_new (NwdLibvirtWorkers *workers,
                                              const NwdNetworkFollowerListener *listener,
                                              gpointer data);
void nwd_network_follower_free (NwdNetworkFollower *self);

/* From now on @session is used (NULL: none); what older ones answer is dropped. */
void nwd_network_follower_set_session (NwdNetworkFollower *self, NwdLibvirtSession *session);

/* While an inventory is read, which has the networks too, signs are kept for later. */
void nwd_network_follower_begin_inventory (NwdNetworkFollower *self);

/* Follows the signs that were kept. */
void nwd_network_follower_resume (NwdNetworkFollower *self);

/* Something may have changed. */
void nwd_network_follower_notice (NwdNetworkFollower *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdNetworkFollower, nwd_network_follower_free)
