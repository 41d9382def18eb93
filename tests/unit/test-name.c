/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names from callers, and the names and ids that we make: these must never change. */

#include "core/nwd-error.h"
#include "core/nwd-name.h"
#include "core/nwd-path.h"
#include "core/nwd-uuid.h"

#include <string.h>

typedef gboolean (*Check) (const char *key, const char *name, GError **error);

static void
assert_refused (Check check, const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check ("the-key", name, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_str_has_prefix (error->message, "the-key: "));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 600);
  for (const char *c = error->message; *c; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

static const char *const evil[] = {
  "",
  "\n",
  "a\nb",
  "a\tb",
  "a\x01",
  "a\x7f",
  "\xff\xfe",
  "a\xc0\xaf",
  "\xed\xa0\x80",
  "\xe2\x80\xae"
  "evil",
  "../../etc",
  "a/b",
  "a\xe2\x80\xa8"
  "b",
};

static void
test_evil (void)
{
  g_autofree char *long_name = g_strnfill (10000, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      assert_refused (nwd_name_check_network, evil[i]);
      assert_refused (nwd_name_check_interface, evil[i]);
    }
  assert_refused (nwd_name_check_network, long_name);
  assert_refused (nwd_name_check_interface, long_name);
  assert_refused (nwd_name_check_text, long_name);
}

static void
test_network (void)
{
  static const char *const good[] = { "a", "0", "red", "Customer_7.blue-x" };
  static const char *const bad[] = { ".a", "-a", "_a", "a b", "a'b", "a\"b", "<a>", "\xc3\xbc" };
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (nwd_name_check_network ("k", good[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (nwd_name_check_network, bad[i]);
  g_assert_true (nwd_name_check_network ("k", longest, NULL));
  assert_refused (nwd_name_check_network, too_long);
}

static void
test_interface (void)
{
  static const char *const good[] = { "a", "br0", "br-int", "fifteen-chars-x", "eth0.7" };
  static const char *const bad[]
    = { ".", "..", "all", "default", "sixteen-chars-xy", "a b", "a:b", "vnet%d", "\xc3\xbc" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (nwd_name_check_interface ("k", good[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (nwd_name_check_interface, bad[i]);
}

static void
test_text (void)
{
  static const char *const good[] = { "",
                                      "for the \xc3\xbc"
                                      "ber \"guests\" <x> 'y'",
                                      "\xf0\x9f\x98\x80" };
  static const char *const bad[] = { "a\nb",
                                     "\x1b[31m",
                                     "\xe2\x80\xae"
                                     "evil",
                                     "\xff",
                                     "\xe2\x80\xa8",
                                     "\xc2\x85" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (nwd_name_check_text ("k", good[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (nwd_name_check_text, bad[i]);
}

static void
test_vnic (void)
{
  static const char *const names[] = { "net0", "back end", "new", "\xc3\xbc" };
  static const char *const bad_names[] = { "a/b", "a\nb", "(new)" };
  static const char *const bad_words[] = { "", "a b", "a\n", "a'b", "\xc3\xbc" };
  static const char *const bad_slots[]
    = { "", "4", "0000:00:04", "0000:00:20.0", "0000:00:04.0\n" };
  g_autofree char *longest = g_strnfill (50, 'a');
  g_autofree char *too_long = g_strnfill (51, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (nwd_name_check_vnic ("k", names[i], NULL));
  g_assert_true (nwd_name_check_vnic ("k", longest, NULL));
  assert_refused (nwd_name_check_vnic, too_long);
  for (guint i = 0; i < G_N_ELEMENTS (bad_names); i++)
    assert_refused (nwd_name_check_vnic, bad_names[i]);
  g_assert_true (nwd_name_check_word ("k", "e1000e", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad_words); i++)
    assert_refused (nwd_name_check_word, bad_words[i]);
  g_assert_true (nwd_name_check_pci ("k", "0000:00:1f.7", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad_slots); i++)
    assert_refused (nwd_name_check_pci, bad_slots[i]);
}

static void
test_variable (void)
{
  static const char *const bad[] = { "", "a b", "a\n", "a'b", "\xc3\xbc", "$IP" };
  g_autofree char *longest = g_strnfill (128, 'a');
  g_autofree char *too_long = g_strnfill (129, 'a');

  g_assert_true (nwd_name_check_variable ("k", "CTRL_IP_LEARNING", "fe80::1", NULL));
  g_assert_true (nwd_name_check_variable ("k", "IP", "10.0.0.1", NULL));
  g_assert_true (nwd_name_check_variable ("k", longest, longest, NULL));
  g_assert_false (nwd_name_check_variable ("k", too_long, "a", NULL));
  g_assert_false (nwd_name_check_variable ("k", "a", too_long, NULL));
  g_assert_false (nwd_name_check_variable ("k", "a.b", "a", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (nwd_name_check_variable ("k", bad[i], "a", NULL));
      g_assert_false (nwd_name_check_variable ("k", "a", bad[i], &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT);
    }
}

/* The same on every host, or VMs could not migrate. */
static void
test_default_bridge (void)
{
  static const char *const names[][2] = {
    { "red", "red" },
    { "fifteen-chars-x", "fifteen-chars-x" },
    { "a-name-of-16-chrs", "nw52d542f2e80" },
    { "customer network-7", "nwada62f57ac0" },
    { "all", "nw5ef5ef0364b" },
    { "\xc3\xbcml\xc3\xa4ut", "nwc88c6b29df5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *bridge = nwd_name_default_bridge (names[i][0]);

      g_assert_cmpstr (bridge, ==, names[i][1]);
      g_assert_true (nwd_name_check_interface ("k", bridge, NULL));
    }
}

static void
test_uuid (void)
{
  static const char *const ids[][2] = {
    { "bridge:br0", "db52f298-cc66-5381-91bf-54249f6117ae" },
    { "network:default", "e2d97e80-6f8f-50fb-8ba7-b3da6ec3877d" },
    { "vnic:00000000-0000-4000-8000-000000000001:52:54:00:00:00:01:0",
      "9d9062f0-8399-5eb2-be5e-cc79608de7af" },
    { "", "67e105b6-d9a8-5ab4-8388-466fe18cc5c7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *id = nwd_uuid_from_name (ids[i][0]);

      g_assert_cmpstr (id, ==, ids[i][1]);
    }
}

static void
test_path (void)
{
  g_autofree char *path = nwd_path_new (NWD_KIND_VNIC, "9d9062f0-8399-5eb2-be5e-cc79608de7af");
  g_autofree char *none = nwd_path_new (NWD_KIND_NETWORK, "");
  g_autofree char *id = nwd_path_parse (NWD_KIND_VNIC, path);

  g_assert_cmpstr (path, ==, "/org/ovirt/NetWiring/vnic/9d9062f0_8399_5eb2_be5e_cc79608de7af");
  g_assert_cmpstr (id, ==, "9d9062f0-8399-5eb2-be5e-cc79608de7af");
  g_assert_cmpstr (none, ==, "/");
  g_assert_null (nwd_path_parse (NWD_KIND_VM, path));
  g_assert_null (nwd_path_parse (NWD_KIND_VNIC, "/"));
  g_assert_null (nwd_path_parse (NWD_KIND_VNIC, "/org/ovirt/NetWiring/vnic/"));
  g_assert_null (nwd_path_parse (NWD_KIND_VNIC, "/org/ovirt/NetWiring/vnic/a/b"));
}

/* A NIC's name and its path; every name has one, no other path leads to it. */
static void
test_nic_paths (void)
{
  static const char *const names[][2] = {
    { "eth0", "eth0" }, { "eth0.7", "eth0_2e7" }, { "a_b-c", "a_5fb_2dc" }, { "\303\244", "_c3_a4" }
  };
  static const char *const wrong[] = { "eth0_2E7", "eth0_", "eth_zz", "a_61", "a_00", "a-b" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = nwd_path_new (NWD_KIND_NIC, names[i][0]);
      g_autofree char *expected = g_strconcat (NWD_PATH_ROOT "/nic/", names[i][1], NULL);
      g_autofree char *name = nwd_path_parse (NWD_KIND_NIC, path);

      g_assert_cmpstr (path, ==, expected);
      g_assert_cmpstr (name, ==, names[i][0]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strconcat (NWD_PATH_ROOT "/nic/", wrong[i], NULL);

      g_assert_null (nwd_path_parse (NWD_KIND_NIC, path));
    }
}

static void
test_error_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (NwdError code = 0; code < NWD_N_ERRORS; code++)
    g_assert_true (g_hash_table_add (seen, (gpointer)nwd_error_name (code)));
  g_assert_cmpstr (nwd_error_name (NWD_ERROR_NETWORK_NOT_ON_HOST), ==, "NetworkNotOnHost");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/evil", test_evil);
  g_test_add_func ("/name/network", test_network);
  g_test_add_func ("/name/interface", test_interface);
  g_test_add_func ("/name/text", test_text);
  g_test_add_func ("/name/vnic", test_vnic);
  g_test_add_func ("/name/variable", test_variable);
  g_test_add_func ("/name/default-bridge", test_default_bridge);
  g_test_add_func ("/name/uuid", test_uuid);
  g_test_add_func ("/name/path", test_path);
  g_test_add_func ("/name/nic-paths", test_nic_paths);
  g_test_add_func ("/name/errors", test_error_names);
  return g_test_run ();
}
