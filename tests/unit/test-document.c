/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The form of our files: what is damaged is known for it, what a human added is kept. */

#include "core/nwd-document.h"
#include "core/nwd-error.h"

#include <string.h>

#define WHOLE                                                                                      \
  "[netwiring]\nkind=host\nformat=1\nrecords=2\n\n"                                                \
  "[network-0a]\nname=red\nmtu=1500\nvm-network=true\n\n"                                          \
  "[network-0b]\nname=blue\n\n"                                                                    \
  "[end]\ncomplete=true\n"

static NwdDocument *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NwdDocument *document = nwd_document_parse ("host", text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static void
assert_refused (const char *text, NwdError code, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nwd_document_parse ("host", text, &error));
  g_assert_error (error, NWD_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
assert_damaged (const char *text)
{
  assert_refused (text, NWD_ERROR_STORAGE_FAILED, "");
}

/* @WHOLE with the first @old replaced. */
static char *
edit (const char *old, const char *new)
{
  const char *at = strstr (WHOLE, old);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int)(at - WHOLE), WHOLE, new, at + strlen (old));
}

static void
assert_edit_damaged (const char *old, const char *new)
{
  g_autofree char *text = edit (old, new);

  assert_damaged (text);
}

static void
test_empty (void)
{
  g_autoptr (NwdDocument) new = nwd_document_new ("host");
  g_autofree char *text = nwd_document_to_text (new);
  g_autoptr (NwdDocument) again = parse (text);
  g_auto (GStrv) groups = nwd_document_list (again, "network");

  g_assert_cmpuint (g_strv_length (groups), ==, 0);
}

static void
test_values (void)
{
  g_autoptr (NwdDocument) document = parse (WHOLE);
  g_auto (GStrv) groups = nwd_document_list (document, "network");
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  gboolean vm_network = FALSE;
  guint mtu = 0;

  g_assert_cmpstrv (groups, ((const char *const[]){ "network-0a", "network-0b", NULL }));
  g_assert_true (nwd_document_get_string (document, "network-0a", "name", &name, &error));
  g_assert_true (nwd_document_get_number (document, "network-0a", "mtu", &mtu, &error));
  g_assert_true (
    nwd_document_get_boolean (document, "network-0a", "vm-network", &vm_network, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "red");
  g_assert_cmpuint (mtu, ==, 1500);
  g_assert_true (vm_network);
}

static void
test_bad_values (void)
{
  static const char *const bad[] = { "mtu=-1", "mtu=4294967296", "mtu=1e3", "mtu=", "mtu=many" };
  guint mtu = 7;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = edit ("mtu=1500", bad[i]);
      g_autoptr (NwdDocument) document = parse (text);
      g_autoptr (GError) error = NULL;

      g_assert_false (nwd_document_get_number (document, "network-0a", "mtu", &mtu, &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
      g_assert_nonnull (strstr (error->message, "network-0a"));
      g_assert_nonnull (strstr (error->message, "mtu"));
      g_assert_cmpuint (mtu, ==, 7);
    }
}

/* Every prefix of a whole file is known for one. */
static void
test_cut (void)
{
  for (gsize size = 0; size < strlen (WHOLE); size++)
    {
      g_autofree char *text = g_strndup (WHOLE, size);

      assert_damaged (text);
    }
}

/* A block that never came to the disk reads as zeros: the text then ends early, or in other bytes.
 */
static void
test_lost_block (void)
{
  for (gsize at = 0; at + 8 <= strlen (WHOLE); at += 8)
    {
      g_autofree char *text = g_strdup (WHOLE);

      memset (text + at, 0, 8);
      assert_damaged (text);
    }
}

static void
test_damaged (void)
{
  assert_damaged ("garbage");
  assert_damaged ("\xff\xfe\n");
  assert_edit_damaged ("[network-0b]\nname=blue\n\n", "");
  assert_edit_damaged ("[network-0b]", "[network-0a]");
  assert_edit_damaged ("[network-0b]", "[network-0a] ");
  assert_edit_damaged ("[network-0b]", "  [network-0a]");
  assert_edit_damaged ("[network-0b]", "[netwiring]");
  assert_edit_damaged ("[network-0b]", "[network-0c]\nname=green\n[network-0b]");
  assert_edit_damaged ("kind=host", "kind=journal");
  assert_edit_damaged ("kind=host\n", "");
  assert_edit_damaged ("format=1\n", "");
  assert_edit_damaged ("format=1", "format=0");
  assert_edit_damaged ("format=1", "format=one");
  assert_edit_damaged ("records=2", "records=-2");
  assert_edit_damaged ("records=2", "records=two");
  assert_edit_damaged ("records=2\n", "");
  assert_edit_damaged ("complete=true", "complete=false");
  assert_edit_damaged ("complete=true\n", "complete=true\n[network-0c]\n");
}

static void
test_newer (void)
{
  g_autofree char *text = edit ("format=1", "format=2");

  assert_refused (text, NWD_ERROR_NOT_SUPPORTED, "format 2");
}

/* What a human added, and what is not ours to change, is there after we changed something. */
static void
test_keeps (void)
{
  g_autofree char *edited = edit (
    "[network-0b]\n", "# the blue one\n[network-0b]\nowner=lab\n\n[Site]\nroom=4\n\n[x-y]\n");
  g_autoptr (NwdDocument) document = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (strstr (edited, "name=blue"));
  document = parse (edited);
  nwd_document_set_string (document, "network-0a", "name", "green");
  nwd_document_remove (document, "network-0c");
  text = nwd_document_to_text (document);
  nwd_document_free (parse (text));
  g_assert_nonnull (strstr (text, "# the blue one\n"));
  g_assert_nonnull (strstr (text, "owner=lab\n"));
  g_assert_nonnull (strstr (text, "[Site]\nroom=4\n"));
  g_assert_nonnull (strstr (text, "name=green\n"));
}

/* What was written, read, and put back is as it was to the letter, however often. */
static void
test_put_back (void)
{
  g_autofree char *before = edit ("[network-0b]\n", "[network-0b]\nmtu=1500\n\n \n");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NwdDocument) document = parse (before);
      g_autoptr (NwdDocument) changed = NULL;
      g_autofree char *first = nwd_document_to_text (document);
      g_autofree char *between = NULL;
      g_autofree char *after = NULL;

      nwd_document_set_string (document, "network-0a", "nic", "nic7");
      between = nwd_document_to_text (document);
      g_assert_nonnull (strstr (between, "\nnic=nic7\n\n["));
      changed = parse (between);
      nwd_document_remove_key (changed, "network-0a", "nic");
      after = nwd_document_to_text (changed);
      g_assert_cmpstr (after, ==, first);
      g_free (g_steal_pointer (&before));
      before = g_steal_pointer (&after);
    }
}

static void
test_evil_values (void)
{
  static const char *const values[] = {
    "",       " lead", "trail ", "\tlead",       "trail\t",       "a\nb",  "\n[network-0c]\nx=y",
    "a\r\nb", "\r",    "\\",     "\\n",          "\\s",           "[end]", "#c",
    "a=b",    "a;b;c", "\"q\"",  "\x01\x1b[31m", "ä\xe2\x80\xae", "$(x)",  "%s%n",
    "\vlead", "lead\f"
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (NwdDocument) document = parse (WHOLE);
      g_autoptr (NwdDocument) again = NULL;
      g_autofree char *text = NULL;
      g_autofree char *value = NULL;
      g_autoptr (GError) error = NULL;

      nwd_document_set_string (document, "network-0b", "name", values[i]);
      text = nwd_document_to_text (document);
      again = parse (text);
      g_assert_true (nwd_document_get_string (again, "network-0b", "name", &value, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (value, ==, values[i]);
    }
}

/* Refused aloud, since it would be lost in silence. */
static void
test_leading_form_feed (void)
{
  g_autoptr (NwdDocument) document = parse (WHOLE);

  g_test_expect_message ("nwd-core", G_LOG_LEVEL_CRITICAL, "*value*");
  nwd_document_set_string (document, "network-0b", "name", "\flead");
  g_test_assert_expected_messages ();
}

static void
test_evil_groups (void)
{
  static const char *const keys[] = { "a]", "a\nb", "", "ABC", "x", "../0", " 0" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *group = NULL;

      g_test_expect_message ("nwd-core", G_LOG_LEVEL_CRITICAL, "*is_record*");
      group = nwd_document_group ("network", keys[i]);
      g_test_assert_expected_messages ();
      g_assert_null (group);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/empty", test_empty);
  g_test_add_func ("/document/values", test_values);
  g_test_add_func ("/document/bad-values", test_bad_values);
  g_test_add_func ("/document/cut", test_cut);
  g_test_add_func ("/document/lost-block", test_lost_block);
  g_test_add_func ("/document/damaged", test_damaged);
  g_test_add_func ("/document/newer", test_newer);
  g_test_add_func ("/document/keeps", test_keeps);
  g_test_add_func ("/document/put-back", test_put_back);
  g_test_add_func ("/document/evil-values", test_evil_values);
  g_test_add_func ("/document/leading-form-feed", test_leading_form_feed);
  g_test_add_func ("/document/evil-groups", test_evil_groups);
  return g_test_run ();
}
