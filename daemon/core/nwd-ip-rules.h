/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-ip-config.h"

/* Whether @family, called @name ("ipv4" or "ipv6"), is one that can be asked for: a method that
 * there is, addresses with "static" alone, each an address of that family with its prefix, once,
 * and a gateway that is one. NWD_ERROR_INVALID_ARGUMENT, naming @name. */
gboolean nwd_ip_rules_check (const char *name, const NwdIpFamily *family, GError **error);

/* Writes the addresses of @family the way everybody else writes them (RFC 5952); what is none stays
 * as it is. */
void nwd_ip_rules_normalize (NwdIpFamily *family);
