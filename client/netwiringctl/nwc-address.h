/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Makes what the command line says of the host's addresses, in @changes, what the service takes:
 * "ipv4" and "ipv6" as, a method or addresses, and "ipv4-gateway" and "ipv6-gateway" s, become an
 * a{sv} each. NWC_EXIT_USAGE for what does not go together. */
gboolean nwc_address_pack (GVariantDict *changes, GError **error);
