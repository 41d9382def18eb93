/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs-ip.h"

#include "nwd-key.h"

#include "core/nwd-error.h"
#include "core/nwd-ip-rules.h"

typedef struct
{
  char *method;
  char **addresses;
  char *gateway;
} Given;

static const NwdKey keys[] = {
  { "method", "s", G_STRUCT_OFFSET (Given, method), .required = TRUE },
  { "addresses", "as", G_STRUCT_OFFSET (Given, addresses) },
  { "gateway", "s", G_STRUCT_OFFSET (Given, gateway) },
  {},
};

static void
given_clear (Given *given)
{
  g_free (given->method);
  g_strfreev (given->addresses);
  g_free (given->gateway);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

gboolean
nwd_verbs_unpack_ip (const char *key, GVariant *value, gpointer field, GError **error)
{
  g_auto (Given) values = { 0 };
  NwdIpFamily *family = field;
  guint given = 0;

  if (!nwd_key_unpack (keys, value, &values, &given, error))
    {
      g_prefix_error (error, "%s: ", key);
      return FALSE;
    }
  if (!values.method)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "%s: it must have a method "
                   "(NETWORK_ATTACHMENT_MISSING_BOOT_PROTOCOL)",
                   key);
      return FALSE;
    }
  nwd_ip_family_set (family, values.method, (const char *const *)values.addresses, values.gateway);
  nwd_ip_rules_normalize (family);
  return nwd_ip_rules_check (key, family, error);
}
