/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-ip-rules.h"

#include "nwd-error.h"
#include "nwd-name.h"
#include "nwd-number.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_ADDRESSES 64u

static gboolean
fail (GError **error, const char *name, const char *text, const char *what)
{
  g_autofree char *quoted = nwd_name_quote (text);

  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: %s %s", name, quoted, what);
  return FALSE;
}

static gboolean
is_four (const char *name)
{
  return g_str_equal (name, "ipv4");
}

/* What can be given to a host: no group, no loopback and no "none". */
static gboolean
is_of_host (const char *name, const void *address)
{
  const struct in6_addr *six = address;
  guint32 four = 0;

  if (!is_four (name))
    return !IN6_IS_ADDR_UNSPECIFIED (six) && !IN6_IS_ADDR_LOOPBACK (six)
           && !IN6_IS_ADDR_MULTICAST (six);
  four = ntohl (((const struct in_addr *)address)->s_addr);
  return four >> 24 != 0 && four >> 24 != IN_LOOPBACKNET && !IN_MULTICAST (four)
         && four != INADDR_BROADCAST;
}

/* Every host has those by itself, and they say nothing about a network. */
static gboolean
is_link_local (const char *name, const void *address)
{
  guint32 four = is_four (name) ? ntohl (((const struct in_addr *)address)->s_addr) : 0;

  return is_four (name) ? four >> 16 == 0xa9fe
                        : IN6_IS_ADDR_LINKLOCAL ((const struct in6_addr *)address);
}

static gboolean
check_address (const char *name, const char *text, gboolean own, GError **error)
{
  struct in6_addr address; /* the longer of the two */

  if (inet_pton (is_four (name) ? AF_INET : AF_INET6, text, &address) != 1)
    return fail (error, name, text, "is no address of that kind (ERR_BAD_ADDR, 22)");
  return (is_of_host (name, &address) && !(own && is_link_local (name, &address)))
         || fail (error, name, text, "cannot be the address of a host (ERR_BAD_ADDR, 22)");
}

static gboolean
check_prefixed (const char *name, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  guint64 most = is_four (name) ? 32 : 128;
  guint64 prefix = 0;

  if (!parts[0] || !parts[1] || !nwd_number_parse (parts[1], 1, most, &prefix))
    return fail (error, name, text, "is not address/prefix (ERR_BAD_ADDR, 22)");
  return check_address (name, parts[0], /* own= */ TRUE, error);
}

static gboolean
check_addresses (const char *name, const NwdIpFamily *family, GError **error)
{
  guint n = g_strv_length (family->addresses);

  if (n > MAX_ADDRESSES)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED, "%s: %u addresses are more than %u",
                   name, n, MAX_ADDRESSES);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (!check_prefixed (name, family->addresses[i], error))
        return FALSE;
      for (guint j = 0; j < i; j++)
        if (g_str_equal (family->addresses[i], family->addresses[j]))
          return fail (error, name, family->addresses[i], "is there twice");
    }
  return TRUE;
}

static gboolean
check_method (const char *name, const char *method, GError **error)
{
  static const char *const four[] = { "none", "dhcp", "static", NULL };
  static const char *const six[] = { "none", "dhcp", "auto", "static", NULL };

  return g_strv_contains (is_four (name) ? four : six, method)
         || fail (error, name, method,
                  is_four (name) ? "is not a method, which is none, dhcp or static"
                                 : "is not a method, which is none, dhcp, auto or static");
}

gboolean
nwd_ip_rules_check (const char *name, const NwdIpFamily *family, GError **error)
{
  const char *wrong = NULL;

  if (!check_method (name, family->method, error))
    return FALSE;
  if (nwd_ip_family_is_static (family) && !*family->addresses)
    wrong = "static needs addresses "
            "(NETWORK_ATTACHMENT_STATIC_BOOT_PROTOCOL_MISSING_IP_ADDRESS_DETAILS)";
  if (!nwd_ip_family_is_static (family) && (*family->addresses || *family->gateway))
    wrong = "only static has addresses and a gateway "
            "(NETWORK_ATTACHMENT_INCOMPATIBLE_BOOT_PROTOCOL_AND_IP_ADDRESS_DETAILS)";
  if (wrong)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%s: %s", name, wrong);
      return FALSE;
    }
  return check_addresses (name, family, error)
         && (!*family->gateway || check_address (name, family->gateway, /* own= */ FALSE, error));
}

static char *
normalize_address (const char *text)
{
  char written[INET6_ADDRSTRLEN];
  struct in6_addr six;

  if (inet_pton (AF_INET6, text, &six) != 1 || !inet_ntop (AF_INET6, &six, written, sizeof written))
    return g_strdup (text);
  return g_strdup (written);
}

/* Takes @text, an address with or without prefix. */
static char *
normalize (char *text)
{
  g_autofree char *given = text;
  g_auto (GStrv) parts = g_strsplit (given, "/", 2);
  g_autofree char *address = normalize_address (parts[0] ? parts[0] : "");
  guint64 prefix = 0;

  if (!parts[0] || !parts[1])
    return g_steal_pointer (&address);
  if (!nwd_number_parse (parts[1], 0, 128, &prefix))
    return g_steal_pointer (&given);
  return g_strdup_printf ("%s/%u", address, (guint)prefix);
}

void
nwd_ip_rules_normalize (NwdIpFamily *family)
{
  for (char **address = family->addresses; *address; address++)
    *address = normalize (*address);
  family->gateway = normalize (family->gateway);
}
