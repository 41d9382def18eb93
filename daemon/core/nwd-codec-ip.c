/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-codec-ip.h"

#include "nwd-ip-rules.h"

#include "nwd-error.h"

/* "ipv4-method" and so on. */
static char *
key_of (const char *family, const char *what)
{
  return g_strconcat (family, "-", what, NULL);
}

static void
put_text (
  NwdDocument *document, const char *group, const char *family, const char *what, const char *text)
{
  g_autofree char *key = key_of (family, what);

  if (*text)
    nwd_document_set_string (document, group, key, text);
  else
    nwd_document_remove_key (document, group, key);
}

static void
put_family (NwdDocument *document, const char *group, const char *name, const NwdIpFamily *family)
{
  g_autofree char *addresses = g_strjoinv (",", family->addresses);
  gboolean none = g_str_equal (family->method, "none");

  put_text (document, group, name, "method", none ? "" : family->method);
  put_text (document, group, name, "addresses", addresses);
  put_text (document, group, name, "gateway", family->gateway);
  put_text (document, group, name, "like", family->like);
}

void
nwd_codec_ip_put (NwdDocument *document, const char *group, const NwdIpConfig *ip)
{
  put_family (document, group, "ipv4", &ip->ipv4);
  put_family (document, group, "ipv6", &ip->ipv6);
}

/* Not there: @otherwise. */
static char *
get_text (const NwdDocument *document,
          const char *group,
          const char *family,
          const char *what,
          const char *otherwise)
{
  g_autofree char *key = key_of (family, what);
  char *text = NULL;

  return nwd_document_get_string (document, group, key, &text, NULL) ? text : g_strdup (otherwise);
}

static void
read_family (const NwdDocument *document, const char *group, const char *name, NwdIpFamily *family)
{
  g_autofree char *method = get_text (document, group, name, "method", "none");
  g_autofree char *joined = get_text (document, group, name, "addresses", "");
  g_autofree char *gateway = get_text (document, group, name, "gateway", "");
  g_autofree char *like = get_text (document, group, name, "like", "");
  g_auto (GStrv) addresses = g_strsplit (joined, ",", 0);

  nwd_ip_family_set (family, method, (const char *const *)addresses, gateway);
  if (g_uuid_string_is_valid (like))
    nwd_ip_family_set_like (family, like);
}

NwdIpConfig *
nwd_codec_ip_read (const NwdDocument *document, const char *group)
{
  NwdIpConfig *ip = nwd_ip_config_new ();

  read_family (document, group, "ipv4", &ip->ipv4);
  read_family (document, group, "ipv6", &ip->ipv6);
  return ip;
}

/* A human may have edited it. */
NwdIpConfig *
nwd_codec_ip_get (const NwdDocument *document, const char *group, GError **error)
{
  g_autoptr (NwdIpConfig) ip = nwd_codec_ip_read (document, group);
  g_autoptr (GError) wrong = NULL;

  if (nwd_ip_rules_check ("ipv4", &ip->ipv4, &wrong)
      && nwd_ip_rules_check ("ipv6", &ip->ipv6, &wrong))
    return g_steal_pointer (&ip);
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED,
               "[%s] has a value that is not allowed: %s", group, wrong->message);
  return NULL;
}
