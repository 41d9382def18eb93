/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-autoptr.h"

/* One connection to libvirt. Counted; every function may be called, and may block, in any thread
 * but the main one. libvirt takes at most 5 calls at once on one connection. */
typedef struct _NwdLibvirtConnection NwdLibvirtConnection;

/* NULL with NWD_ERROR_HYPERVISOR_UNAVAILABLE. */
NwdLibvirtConnection *nwd_libvirt_connection_open (const char *uri, GError **error);
NwdLibvirtConnection *nwd_libvirt_connection_ref (NwdLibvirtConnection *self);
void nwd_libvirt_connection_unref (NwdLibvirtConnection *self);

virConnectPtr nwd_libvirt_connection_get (NwdLibvirtConnection *self);

/* The VM of that UUID; NULL with NWD_ERROR_NOT_FOUND or NWD_ERROR_HYPERVISOR_UNAVAILABLE. A VM that
 * was found before is not looked up again, so it may turn out to be gone in the next call. */
virDomainPtr
nwd_libvirt_connection_find_domain (NwdLibvirtConnection *self, const char *id, GError **error);

/* Looks the VM up by its name. */
virDomainPtr nwd_libvirt_connection_find_domain_by_name (NwdLibvirtConnection *self,
                                                         const char *name,
                                                         GError **error);

/* @domain turned out to be called @name; if that is another name than it was found with, it is
 * looked up again next time. */
void nwd_libvirt_connection_check_name (NwdLibvirtConnection *self,
                                        virDomainPtr domain,
                                        const char *name);

/* Have it looked up again next time. */
void nwd_libvirt_connection_forget_domain (NwdLibvirtConnection *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdLibvirtConnection, nwd_libvirt_connection_unref)
