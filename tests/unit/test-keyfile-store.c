/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The store on a real folder. What a cut at any moment does to it: tests/system/test_store_faults.
 */

#include "nwd-keyfile-store.h"
#include "nwd-store-name.h"

#include "core/nwd-error.h"
#include "ports/nwd-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VM "vm/6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11.ini"

typedef struct
{
  char *root;
  char *folder; /* does not exist yet */
  NwdStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->root, "netwiring", NULL);
  fixture->store = NWD_STORE (nwd_keyfile_store_new (fixture->folder));
}

/* The store's thread may be the one that drops the last reference, a moment after the answer. */
static void
wait_for_end (gpointer store)
{
  gpointer alive = store;

  g_object_add_weak_pointer (store, &alive);
  g_object_unref (store);
  while (g_atomic_pointer_get (&alive))
    g_thread_yield ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *remove[] = { "rm", "-rf", fixture->root, NULL };

  wait_for_end (fixture->store);
  g_spawn_sync (NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_assert_false (g_file_test (fixture->root, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
  g_free (fixture->root);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
try_write (Fixture *fixture, const char *name, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  nwd_store_write_async (fixture->store, name, text, keep_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return nwd_store_write_finish (fixture->store, result, error);
}

static void
write_text (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  try_write (fixture, name, text, &error);
  g_assert_no_error (error);
}

/* A store that has just started reads. */
static GHashTable *
read_all (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdKeyfileStore) fresh = nwd_keyfile_store_new (fixture->folder);
  GHashTable *texts = nwd_store_read_all (NWD_STORE (fresh), &error);

  g_assert_no_error (error);
  return texts;
}

static void
assert_text (Fixture *fixture, const char *name, const char *expected)
{
  g_autoptr (GHashTable) texts = read_all (fixture);

  g_assert_cmpstr (g_hash_table_lookup (texts, name), ==, expected);
}

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
assert_mode (Fixture *fixture, const char *name, mode_t mode)
{
  g_autofree char *path = path_of (fixture, name);
  struct stat info;

  g_assert_no_errno (lstat (path, &info));
  g_assert_cmpuint (info.st_mode & 07777, ==, mode);
}

static void
put_file (Fixture *fixture, const char *name, const char *bytes, gssize size)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, size, &error);
  g_assert_no_error (error);
}

static gboolean
exists (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_names (void)
{
  static const char *const good[]
    = { "host.ini",     "host.ini.previous", "journal.ini", "guest.ini",
        "counters.ini", "unplugging.ini",    "secrets.ini", VM };
  static const char *const bad[] = { "",
                                     "host",
                                     "Host.ini",
                                     "other.ini",
                                     "/host.ini",
                                     "../host.ini",
                                     "vm",
                                     "vm/",
                                     "vm/.ini",
                                     "vm/host.ini",
                                     "vm/../host.ini",
                                     "vm/6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11",
                                     "vm/6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a1.ini",
                                     "6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11.ini",
                                     "host.ini.corrupt-1",
                                     "host.ini.A1b2C3" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *left = g_strconcat (good[i], ".A1b2C3", NULL);

      g_assert_true (nwd_store_name_is_valid (good[i]));
      g_assert_false (nwd_store_name_is_leftover (good[i]));
      g_assert_true (nwd_store_name_is_leftover (left));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nwd_store_name_is_valid (bad[i]));
  g_assert_false (nwd_store_name_is_leftover ("host.ini.A1b2C"));
  g_assert_false (nwd_store_name_is_leftover ("host.ini.A1b2C3d"));
  g_assert_false (nwd_store_name_is_leftover ("host.ini.A1b2C~"));
  g_assert_false (nwd_store_name_is_leftover ("other.ini.A1b2C3"));
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) texts = read_all (fixture);

  g_assert_cmpuint (g_hash_table_size (texts), ==, 0);
  assert_mode (fixture, "", 0700);
  assert_mode (fixture, "vm", 0700);
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  mode_t mask = umask (0);

  write_text (fixture, "host.ini", "one\n");
  write_text (fixture, VM, "two\n");
  umask (mask);
  assert_text (fixture, "host.ini", "one\n");
  assert_text (fixture, VM, "two\n");
  assert_mode (fixture, "", 0700);
  assert_mode (fixture, "vm", 0700);
  assert_mode (fixture, "host.ini", 0600);
  assert_mode (fixture, VM, 0600);
  write_text (fixture, "host.ini", "three\n");
  assert_text (fixture, "host.ini", "three\n");
}

/* Somebody opened them too wide. */
static void
test_modes_are_restored (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "host.ini");

  write_text (fixture, "host.ini", "one\n");
  g_assert_no_errno (chmod (path, 0644));
  g_assert_no_errno (chmod (fixture->folder, 0755));
  write_text (fixture, "host.ini", "two\n");
  assert_mode (fixture, "host.ini", 0600);
  assert_mode (fixture, "", 0700);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, VM, "one\n");
  write_text (fixture, VM, NULL);
  g_assert_false (exists (fixture, VM));
  write_text (fixture, VM, NULL); /* gone already */
  assert_text (fixture, VM, NULL);
}

static void
count (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  nwd_store_write_finish (NWD_STORE (source), result, &error);
  g_assert_no_error (error);
  (*(guint *)data)++;
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  guint done = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u\n", i);

      nwd_store_write_async (fixture->store, "host.ini", i % 10 == 5 ? NULL : text, count, &done);
    }
  while (done < 100)
    g_main_context_iteration (NULL, TRUE);
  assert_text (fixture, "host.ini", "99\n");
}

static void
test_bad_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "other.ini", "../host.ini", "vm/../host.ini", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (try_write (fixture, names[i], "x", &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
      g_clear_error (&error);
      g_assert_false (nwd_store_set_aside (fixture->store, names[i], &error));
      g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
    }
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "host.ini", "one\n");
  write_text (fixture, VM, "two\n");
  put_file (fixture, "host.ini.Ab12Cd", "on", -1);
  put_file (fixture, VM ".Ab12Cd", "tw", -1);
  put_file (fixture, "host.ini.backup", "by a human", -1);
  put_file (fixture, "host.ini.corrupt-1", "set aside", -1);
  put_file (fixture, "notes.txt.Ab12Cd", "not ours", -1);
  g_hash_table_unref (read_all (fixture));
  g_assert_false (exists (fixture, "host.ini.Ab12Cd"));
  g_assert_false (exists (fixture, VM ".Ab12Cd"));
  g_assert_true (exists (fixture, "host.ini.backup"));
  g_assert_true (exists (fixture, "host.ini.corrupt-1"));
  g_assert_true (exists (fixture, "notes.txt.Ab12Cd"));
  assert_text (fixture, "host.ini", "one\n");
  assert_text (fixture, VM, "two\n");
}

static void
test_set_aside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint n = 1; n <= 12; n++)
    {
      g_autofree char *aside = g_strdup_printf ("host.ini.corrupt-%u", n);

      write_text (fixture, "host.ini", aside);
      g_assert_true (nwd_store_set_aside (fixture->store, "host.ini", &error));
      g_assert_no_error (error);
      g_assert_false (exists (fixture, "host.ini"));
    }
  for (guint n = 1; n <= 12; n++)
    {
      g_autofree char *aside = g_strdup_printf ("%s/host.ini.corrupt-%u", fixture->folder, n);
      g_autofree char *expected = g_path_get_basename (aside);
      g_autofree char *text = NULL;

      g_file_get_contents (aside, &text, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, expected);
    }
  g_assert_false (nwd_store_set_aside (fixture->store, "host.ini", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
}

static void
assert_damaged (Fixture *fixture, const char *name)
{
  g_test_expect_message ("nwd-keyfile", G_LOG_LEVEL_WARNING, "*not a file that can be read*");
  assert_text (fixture, name, "");
  g_test_assert_expected_messages ();
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, 'x');
  g_autofree char *path = path_of (fixture, "host.ini");

  write_text (fixture, "host.ini", "one\n");
  put_file (fixture, "host.ini", "\xff\xfe", 2);
  assert_damaged (fixture, "host.ini");
  put_file (fixture, "host.ini", "a\0b", 3);
  assert_damaged (fixture, "host.ini");
  put_file (fixture, "host.ini", large, -1);
  assert_damaged (fixture, "host.ini");
  put_file (fixture, "host.ini", large + 1, -1);
  assert_text (fixture, "host.ini", large + 1);
  g_assert_no_errno (unlink (path));
  g_assert_no_errno (mkfifo (path, 0600));
  assert_damaged (fixture, "host.ini");
  g_assert_no_errno (unlink (path));
  g_assert_no_errno (mkdir (path, 0700));
  assert_damaged (fixture, "host.ini");
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, 'x');
  g_autoptr (GError) error = NULL;

  write_text (fixture, "host.ini", "one\n");
  g_assert_false (try_write (fixture, "host.ini", large, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_nonnull (strstr (error->message, "host.ini"));
  assert_text (fixture, "host.ini", "one\n");
}

/* A link in place of a file is not followed: neither to read nor to write. */
static void
test_linked_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "host.ini");
  g_autofree char *target = g_build_filename (fixture->root, "target", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (target, "precious\n", -1, NULL));
  g_hash_table_unref (read_all (fixture));
  g_assert_no_errno (symlink (target, path));
  assert_damaged (fixture, "host.ini");
  write_text (fixture, "host.ini", "ours\n");
  assert_text (fixture, "host.ini", "ours\n");
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious\n");
}

static void
assert_refused (Fixture *fixture, const char *name, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (try_write (fixture, name, "x", &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_nonnull (strstr (error->message, reason));
  g_clear_error (&error);
  g_assert_null (nwd_store_read_all (fixture->store, &error));
  g_assert_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_linked_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->root, "other", NULL);
  g_autofree char *file = g_build_filename (other, "host.ini", NULL);

  g_assert_no_errno (mkdir (other, 0700));
  g_assert_no_errno (symlink (other, fixture->folder));
  assert_refused (fixture, "host.ini", "Not a directory");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
test_linked_vm_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *vm = path_of (fixture, "vm");

  g_hash_table_unref (read_all (fixture));
  g_assert_no_errno (rmdir (vm));
  g_assert_no_errno (symlink (fixture->root, vm));
  assert_refused (fixture, VM, "Not a directory");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyfile-store/names", test_names);
  add ("/keyfile-store/first-start", test_first_start);
  add ("/keyfile-store/write", test_write);
  add ("/keyfile-store/modes-are-restored", test_modes_are_restored);
  add ("/keyfile-store/remove", test_remove);
  add ("/keyfile-store/order", test_order);
  add ("/keyfile-store/bad-names", test_bad_names);
  add ("/keyfile-store/sweep", test_sweep);
  add ("/keyfile-store/set-aside", test_set_aside);
  add ("/keyfile-store/damaged", test_damaged);
  add ("/keyfile-store/too-large", test_too_large);
  add ("/keyfile-store/linked-file", test_linked_file);
  add ("/keyfile-store/linked-folder", test_linked_folder);
  add ("/keyfile-store/linked-vm-folder", test_linked_vm_folder);
  return g_test_run ();
}
