/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (virDomain, virDomainFree)

/* The kinds of domains that the benchmark makes. Guests were started and then never run: there is a
 * QEMU that answers, and no guest that would take the CPU. Wide ones have more cards. Those that
 * are defined are that alone. */
typedef enum
{
  NWB_GUEST,
  NWB_DEFINED,
  NWB_WIDE,
  NWB_N_KINDS
} NwbKind;

#define NWB_BRIDGES    2 /* nwb0, nwb1 */
#define NWB_GUEST_NICS 2
#define NWB_NICS       4 /* of one that is only defined, and of a wide one */

/* Sees to it that there are exactly @wanted domains of @kind. */
gboolean nwb_domains_ensure (virConnectPtr connection, NwbKind kind, guint wanted, GError **error);

char *nwb_domain_name (NwbKind kind, guint number);
char *nwb_domain_mac (NwbKind kind, guint number, guint nic);

/* Sets @error to what libvirt last said in this thread; FALSE always. */
gboolean nwb_libvirt_error (const char *what, GError **error);
