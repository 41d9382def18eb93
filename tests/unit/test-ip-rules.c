/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which addresses a caller may give this host in a network, and how they are written down. */

#include "core/nwd-error.h"
#include "core/nwd-ip-rules.h"

typedef struct
{
  const char *family;
  const char *method;
  const char *addresses; /* "," between */
  const char *gateway;
  const char *wrong; /* what the refusal says; NULL it is right */
} Case;

static const Case cases[] = {
  { "ipv4", "none", "", "", NULL },
  { "ipv4", "dhcp", "", "", NULL },
  { "ipv4", "static", "10.0.0.1/24", "", NULL },
  { "ipv4", "static", "169.254.0.1/16", "", "cannot be the address of a host" },
  { "ipv6", "static", "fe80::1/64", "", "cannot be the address of a host" },
  { "ipv4", "static", "10.0.0.1/24,10.0.0.2/32", "10.0.0.254", NULL },
  { "ipv6", "auto", "", "", NULL },
  { "ipv6", "dhcp", "", "", NULL },
  { "ipv6", "static", "fd00::1/64", "fe80::1", NULL },
  { "ipv4", "auto", "", "", "none, dhcp or static" },
  { "ipv4", "", "", "", "is not a method" },
  { "ipv6", "evil\n", "", "", "is not a method" },
  { "ipv4", "static", "", "", "STATIC_BOOT_PROTOCOL_MISSING_IP_ADDRESS_DETAILS" },
  { "ipv4", "dhcp", "10.0.0.1/24", "", "INCOMPATIBLE_BOOT_PROTOCOL_AND_IP_ADDRESS_DETAILS" },
  { "ipv6", "none", "", "fe80::1", "INCOMPATIBLE_BOOT_PROTOCOL_AND_IP_ADDRESS_DETAILS" },
  { "ipv4", "static", "10.0.0.1", "", "10.0.0.1\" is not address/prefix" },
  { "ipv4", "static", "10.0.0.1/33", "", "is not address/prefix" },
  { "ipv4", "static", "10.0.0.1/0", "", "is not address/prefix" },
  { "ipv4", "static", "10.0.0.1/ 8", "", "is not address/prefix" },
  { "ipv4", "static", "10.0.0.300/24", "", "is no address of that kind" },
  { "ipv4", "static", "fd00::1/24", "", "is no address of that kind" },
  { "ipv6", "static", "10.0.0.1/24", "", "is no address of that kind" },
  { "ipv6", "static", "fe80::1%eth0/64", "", "is no address of that kind" },
  { "ipv4", "static", "0.0.0.0/24", "", "cannot be the address of a host" },
  { "ipv4", "static", "127.0.0.1/8", "", "cannot be the address of a host" },
  { "ipv4", "static", "224.0.0.1/24", "", "cannot be the address of a host" },
  { "ipv4", "static", "255.255.255.255/32", "", "cannot be the address of a host" },
  { "ipv6", "static", "::/64", "", "cannot be the address of a host" },
  { "ipv6", "static", "::1/128", "", "cannot be the address of a host" },
  { "ipv6", "static", "ff02::1/128", "", "cannot be the address of a host" },
  { "ipv4", "static", "10.0.0.1/24", "10.0.0.254/24", "is no address of that kind" },
  { "ipv4", "static", "10.0.0.1/24,10.0.0.1/24", "", "is there twice" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (GStrv) addresses = g_strsplit (c->addresses, ",", 0);
  NwdIpFamily family = { 0 };
  g_autoptr (GError) error = NULL;

  nwd_ip_family_set (&family, c->method, (const char *const *)addresses, c->gateway);
  if (nwd_ip_rules_check (c->family, &family, &error))
    g_assert_null (c->wrong);
  else
    {
      g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_str_has_prefix (error->message, c->family));
      g_assert_nonnull (c->wrong);
      g_assert_nonnull (g_strstr_len (error->message, -1, c->wrong));
      g_assert_null (g_strstr_len (error->message, -1, "\n"));
    }
  nwd_ip_family_clear (&family);
}

static void
test_too_many (void)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  NwdIpFamily family = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 65; i++)
    g_ptr_array_add (addresses, g_strdup_printf ("10.0.%u.1/24", i));
  g_ptr_array_add (addresses, NULL);
  nwd_ip_family_set (&family, "static", (const char *const *)addresses->pdata, NULL);
  g_assert_false (nwd_ip_rules_check ("ipv4", &family, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED);
  nwd_ip_family_clear (&family);
}

static void
test_normalized (void)
{
  static const char *const addresses[] = { "FD00:0:0::1/064", "2001:db8::A/128", NULL };
  static const char *const four[] = { "10.0.0.1/24", NULL };
  NwdIpFamily family = { 0 };

  nwd_ip_family_set (&family, "static", addresses, "FE80::0:1");
  nwd_ip_rules_normalize (&family);
  g_assert_cmpstr (family.addresses[0], ==, "fd00::1/64");
  g_assert_cmpstr (family.addresses[1], ==, "2001:db8::a/128");
  g_assert_cmpstr (family.gateway, ==, "fe80::1");
  nwd_ip_family_set (&family, "static", four, NULL);
  nwd_ip_rules_normalize (&family);
  g_assert_cmpstr (family.addresses[0], ==, "10.0.0.1/24");
  g_assert_cmpstr (family.gateway, ==, "");
  nwd_ip_family_clear (&family);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ip-rules/%u", i);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/ip-rules/too-many", test_too_many);
  g_test_add_func ("/ip-rules/normalized", test_normalized);
  return g_test_run ();
}
