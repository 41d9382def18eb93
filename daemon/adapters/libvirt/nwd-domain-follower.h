/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-card-change.h"
#include "nwd-libvirt-session.h"
#include "nwd-libvirt-workers.h"
#include "nwd-libvirt-read.h"

/* Keeps what is known of each VM in step with libvirt: a sign that a VM changed makes it read
 * afresh, once at a time, unless what is known is from after that change.
 * Thread: the main context; reads run in the workers. */
typedef struct _NwdDomainFollower NwdDomainFollower;

typedef struct
{
  void (*changed) (NwdDomain *domain, gpointer data);
  void (*gone) (const char *vm_id, gpointer data);
  void (*lost) (gpointer data); /* the connection broke */
} NwdDomainFollowerListener;

NwdDomainFollower *nwd_domain_follower_new (NwdLibvirtWorkers *workers,
                                            const NwdDomainFollowerListener *listener,
                                            gpointer data);
void nwd_domain_follower_free (NwdDomainFollower *self);

/* From now on @session is used (NULL: none); what older ones answer is dropped. */
void nwd_domain_follower_set_session (NwdDomainFollower *self, NwdLibvirtSession *session);

/* While an inventory is read, signs are kept for later; so they are from the start, and from each
 * new session, on. */
void nwd_domain_follower_begin_inventory (NwdDomainFollower *self);

/* @readings, of NwdReading, are all VMs there are. Answers the NwdDomains of them, some newer. */
GPtrArray *nwd_domain_follower_end_inventory (NwdDomainFollower *self, GPtrArray *readings);

/* Follows the signs that were kept. */
void nwd_domain_follower_resume (NwdDomainFollower *self);

/* Something may have changed in VM @name. */
void nwd_domain_follower_notice (NwdDomainFollower *self, const char *name);

/* Reads VM @id; @task returns an NwdDomain, or the errors of nwd_hypervisor_read_domain_async().
 * There must be a session. Takes the reference. */
void nwd_domain_follower_read_async (NwdDomainFollower *self, const char *id, GTask *task);

/* A change of ours begins: signs of it wait for its read-back, for a while. */
void nwd_domain_follower_begin_change (NwdDomainFollower *self, const char *id);
void nwd_domain_follower_end_change (NwdDomainFollower *self, const char *id);

/* The VM as it is after a change of @scope, whose read-back is @reading: what the change was not
 * about is as known before. NULL when that is not known, or no longer so: it must be read. */
NwdDomain *
nwd_domain_follower_complete (NwdDomainFollower *self, NwdReading *reading, NwdScope scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdDomainFollower, nwd_domain_follower_free)
