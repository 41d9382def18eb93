/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-ip-config.h"

#include <string.h>

#define NONE "none"

void
nwd_ip_family_set (NwdIpFamily *family,
                   const char *method,
                   const char *const *addresses,
                   const char *gateway)
{
  NwdIpFamily old = *family;

  family->method = g_strdup (method);
  family->addresses = addresses ? g_strdupv ((char **)addresses) : g_new0 (char *, 1);
  family->gateway = g_strdup (gateway ? gateway : "");
  family->like = g_strdup ("");
  nwd_ip_family_clear (&old);
}

void
nwd_ip_family_clear (NwdIpFamily *family)
{
  g_clear_pointer (&family->method, g_free);
  g_clear_pointer (&family->addresses, g_strfreev);
  g_clear_pointer (&family->gateway, g_free);
  g_clear_pointer (&family->like, g_free);
}

void
nwd_ip_family_set_like (NwdIpFamily *family, const char *profile_id)
{
  g_free (family->like);
  family->like = g_strdup (profile_id);
}

gboolean
nwd_ip_is_ipv6 (const char *address)
{
  return strchr (address, ':') != NULL;
}

gboolean
nwd_ip_family_is_static (const NwdIpFamily *family)
{
  return g_str_equal (family->method, "static");
}

gboolean
nwd_ip_family_equal (const NwdIpFamily *a, const NwdIpFamily *b)
{
  return g_str_equal (a->method, b->method) && g_str_equal (a->gateway, b->gateway)
         && g_strv_equal ((const char *const *)a->addresses, (const char *const *)b->addresses);
}

NwdIpConfig *
nwd_ip_config_new (void)
{
  NwdIpConfig *config = g_atomic_rc_box_new0 (NwdIpConfig);

  nwd_ip_family_set (&config->ipv4, NONE, NULL, NULL);
  nwd_ip_family_set (&config->ipv6, NONE, NULL, NULL);
  return config;
}

static void
copy (NwdIpFamily *to, const NwdIpFamily *from)
{
  nwd_ip_family_set (to, from->method, (const char *const *)from->addresses, from->gateway);
  nwd_ip_family_set_like (to, from->like);
}

NwdIpConfig *
nwd_ip_config_with (const NwdIpConfig *config, const NwdIpFamily *ipv4, const NwdIpFamily *ipv6)
{
  NwdIpConfig *with = nwd_ip_config_new ();

  copy (&with->ipv4, ipv4 ? ipv4 : &config->ipv4);
  copy (&with->ipv6, ipv6 ? ipv6 : &config->ipv6);
  return with;
}

NwdIpConfig *
nwd_ip_config_ref (NwdIpConfig *config)
{
  return g_atomic_rc_box_acquire (config);
}

static void
config_clear (NwdIpConfig *config)
{
  nwd_ip_family_clear (&config->ipv4);
  nwd_ip_family_clear (&config->ipv6);
}

void
nwd_ip_config_unref (NwdIpConfig *config)
{
  g_atomic_rc_box_release_full (config, (GDestroyNotify)config_clear);
}

gboolean
nwd_ip_config_equal (const NwdIpConfig *a, const NwdIpConfig *b)
{
  return nwd_ip_family_equal (&a->ipv4, &b->ipv4) && nwd_ip_family_equal (&a->ipv6, &b->ipv6);
}

gboolean
nwd_ip_config_is_none (const NwdIpConfig *config)
{
  return g_str_equal (config->ipv4.method, NONE) && g_str_equal (config->ipv6.method, NONE);
}

static GVariant *
family_to_variant (const NwdIpFamily *family)
{
  GVariantBuilder values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&values, "{sv}", "method", g_variant_new_string (family->method));
  if (*family->addresses)
    g_variant_builder_add (&values, "{sv}", "addresses",
                           g_variant_new_strv ((const char *const *)family->addresses, -1));
  if (*family->gateway)
    g_variant_builder_add (&values, "{sv}", "gateway", g_variant_new_string (family->gateway));
  return g_variant_builder_end (&values);
}

GVariant *
nwd_ip_config_to_variant (const NwdIpConfig *config)
{
  GVariantBuilder values = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&values, "{sv}", "ipv4", family_to_variant (&config->ipv4));
  g_variant_builder_add (&values, "{sv}", "ipv6", family_to_variant (&config->ipv6));
  return g_variant_builder_end (&values);
}
