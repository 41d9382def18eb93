/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Where an interface of this host has its addresses of one family from. Strings are never NULL. */
typedef struct
{
  char *method;     /* "none", "dhcp", "auto" (IPv6, from routers), "static", or another word of the
                     * network manager's */
  char **addresses; /* of "static": "address/prefix" */
  char *gateway;    /* of "static"; "" none */
  char *like; /* UUID of the profile that has more to it, such as routes and name servers, which
               * is taken over as well; "" none */
} NwdIpFamily;

/* The same of both families. Immutable once others see it. */
typedef struct
{
  NwdIpFamily ipv4;
  NwdIpFamily ipv6;
} NwdIpConfig;

/* No addresses of any kind. */
NwdIpConfig *nwd_ip_config_new (void);

/* The same as @config where @ipv4 and @ipv6, each, are NULL: a new record. */
NwdIpConfig *
nwd_ip_config_with (const NwdIpConfig *config, const NwdIpFamily *ipv4, const NwdIpFamily *ipv6);
NwdIpConfig *nwd_ip_config_ref (NwdIpConfig *config);
void nwd_ip_config_unref (NwdIpConfig *config);

/* Whether "address", or "address/prefix", is one of IPv6. */
gboolean nwd_ip_is_ipv6 (const char *address);

/* Of what they say themselves; what they are like does not count. */
gboolean nwd_ip_config_equal (const NwdIpConfig *a, const NwdIpConfig *b);
gboolean nwd_ip_config_is_none (const NwdIpConfig *config);

/* As Attachment.IpConfiguration shows it, an a{sv}: floating. */
GVariant *nwd_ip_config_to_variant (const NwdIpConfig *config);

/* @family: one that is part of a config, or all zero; it is like no profile then. @addresses may be
 * NULL. */
void nwd_ip_family_set (NwdIpFamily *family,
                        const char *method,
                        const char *const *addresses,
                        const char *gateway);
void nwd_ip_family_set_like (NwdIpFamily *family, const char *profile_id);
void nwd_ip_family_clear (NwdIpFamily *family);
gboolean nwd_ip_family_is_static (const NwdIpFamily *family);
gboolean nwd_ip_family_equal (const NwdIpFamily *a, const NwdIpFamily *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdIpConfig, nwd_ip_config_unref)
