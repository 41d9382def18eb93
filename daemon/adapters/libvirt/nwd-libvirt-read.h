/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-domain.h"
#include "core/nwd-virtual-network.h"
#include "nwd-libvirt-connection.h"
#include "nwd-status-file.h"

/* Reads from libvirt. Every function blocks: worker threads only. */

/* One VM, and what can tell whether it is still so. */
typedef struct
{
  NwdDomain *domain;
  NwdStatusStamp stamp; /* of its files, before it was read */
  gint64 begun;         /* monotonic µs: when the read began */
} NwdReading;

NwdReading *nwd_reading_new (const char *name);
void nwd_reading_free (NwdReading *self);

/* NULL with NWD_ERROR_NOT_FOUND, NWD_ERROR_HYPERVISOR_UNAVAILABLE or NWD_ERROR_FAILED. */
NwdReading *nwd_libvirt_read_domain (virDomainPtr domain, GError **error);

/* Sets @domain's state, where @job is the long job that it is in. Errors as above. */
gboolean
nwd_libvirt_read_state (virDomainPtr handle, NwdJob job, NwdDomain *domain, GError **error);

/* The same as nwd_libvirt_read_domain() in a single call of libvirt for a VM that was shut off a
 * moment ago; more if it is no longer. */
NwdReading *
nwd_libvirt_read_inactive_domain (virDomainPtr domain, gboolean managed_save, GError **error);

/* Of NwdVirtualNetwork; NULL with NWD_ERROR_HYPERVISOR_UNAVAILABLE or NWD_ERROR_FAILED. */
GPtrArray *nwd_libvirt_read_networks (virConnectPtr connection, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdReading, nwd_reading_free)
