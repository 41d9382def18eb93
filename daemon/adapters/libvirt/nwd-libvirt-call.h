/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt.h"

/* The calls of NwdHypervisor (ports/nwd-hypervisor.h): each runs in a worker; what it answers is
 * dropped when the session is another by then. */

void nwd_libvirt_call_change_cards_async (NwdHypervisor *hypervisor,
                                          GPtrArray *changes,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

void nwd_libvirt_call_read_domain_async (NwdHypervisor *hypervisor,
                                         const char *vm_id,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

NwdDomain *
nwd_libvirt_call_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error);

void nwd_libvirt_call_read_card_async (NwdHypervisor *hypervisor,
                                       const char *vm_id,
                                       const char *mac,
                                       guint nth,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

char *
nwd_libvirt_call_read_card_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error);

void nwd_libvirt_call_has_filter_async (NwdHypervisor *hypervisor,
                                        const char *name,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

gboolean nwd_libvirt_call_has_filter_finish (NwdHypervisor *hypervisor,
                                             GAsyncResult *result,
                                             GError **error);
