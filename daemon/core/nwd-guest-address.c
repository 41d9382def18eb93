/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-address.h"

#include "nwd-number.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_TEXT 128 /* longer is no address */

/* The zone is left out. */
static gboolean
split (const char *text, char **host, guint64 *prefix)
{
  const char *slash = strrchr (text, '/');
  gsize length = slash ? strcspn (text, "%/") : 0;

  if (!slash || slash - text > MAX_TEXT || !nwd_number_parse (slash + 1, 0, 128, prefix))
    return FALSE;
  *host = g_strndup (text, length);
  return TRUE;
}

char *
nwd_guest_address_parse (const char *text)
{
  g_autofree char *host = NULL;
  guint64 prefix = 0;
  guint8 bytes[sizeof (struct in6_addr)];
  char plain[INET6_ADDRSTRLEN];
  int family = AF_INET;

  if (!split (text, &host, &prefix))
    return NULL;
  if (strchr (host, ':'))
    family = AF_INET6;
  if (inet_pton (family, host, bytes) != 1 || (family == AF_INET && prefix > 32))
    return NULL;
  inet_ntop (family, bytes, plain, sizeof plain);
  return g_strdup_printf ("%s/%u", plain, (guint)prefix);
}

gboolean
nwd_guest_address_is_ipv6 (const char *address)
{
  return strchr (address, ':') != NULL;
}

static NwdGuestScope
scope_of_ipv4 (const struct in_addr *address)
{
  guint32 host = ntohl (address->s_addr);

  if (host >> 24 == 127 || host >> 24 == 0 || host >> 28 >= 14)
    return NWD_GUEST_SCOPE_HOST;
  return host >> 16 == 0xa9fe ? NWD_GUEST_SCOPE_LINK : NWD_GUEST_SCOPE_GLOBAL;
}

static NwdGuestScope
scope_of_ipv6 (const struct in6_addr *address)
{
  if (IN6_IS_ADDR_LOOPBACK (address) || IN6_IS_ADDR_UNSPECIFIED (address)
      || IN6_IS_ADDR_MULTICAST (address))
    return NWD_GUEST_SCOPE_HOST;
  return IN6_IS_ADDR_LINKLOCAL (address) ? NWD_GUEST_SCOPE_LINK : NWD_GUEST_SCOPE_GLOBAL;
}

NwdGuestScope
nwd_guest_address_scope (const char *address)
{
  g_autofree char *host = g_strndup (address, strcspn (address, "/"));
  struct in6_addr ipv6;
  struct in_addr ipv4;

  if (inet_pton (AF_INET, host, &ipv4) == 1)
    return scope_of_ipv4 (&ipv4);
  return inet_pton (AF_INET6, host, &ipv6) == 1 ? scope_of_ipv6 (&ipv6) : NWD_GUEST_SCOPE_HOST;
}

int
nwd_guest_address_compare (gconstpointer a, gconstpointer b)
{
  const char *one = *(const char *const *)a, *other = *(const char *const *)b;
  int order = (int)nwd_guest_address_scope (one) - (int)nwd_guest_address_scope (other);

  if (order == 0)
    order = nwd_guest_address_is_ipv6 (one) - nwd_guest_address_is_ipv6 (other);
  return order ? order : strcmp (one, other);
}
