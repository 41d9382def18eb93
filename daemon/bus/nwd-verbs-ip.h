/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* For NwdKey.unpack: addresses of this host, of the family that @key is called after, an a{sv} of
 * "method" s, "addresses" as and "gateway" s, into the NwdIpFamily @field, in the form in which
 * they are told. NWD_ERROR_INVALID_ARGUMENT, naming @key. */
gboolean nwd_verbs_unpack_ip (const char *key, GVariant *value, gpointer field, GError **error);
