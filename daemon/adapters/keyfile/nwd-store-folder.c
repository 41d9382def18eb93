/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-store-folder.h"

#include "nwd-store-name.h"

#include "core/nwd-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_SIZE    ((gsize)1024 * 1024)
#define MAX_CORRUPT 1000
#define FILE_MODE   0600
#define FOLDER_MODE 0700

static gboolean
fail (const char *what, const char *name, int cause, GError **error)
{
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "cannot %s %s: %s", what, name,
               g_strerror (cause));
  return FALSE;
}

/* Forces the entries of the folder @path to the disk. */
static gboolean
sync_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int cause;

  if (fd < 0)
    return fail ("open folder", path, errno, error);
  cause = fsync (fd) < 0 ? errno : 0;
  close (fd);
  return cause == 0 || fail ("force to the disk folder", path, cause, error);
}

/* A folder of ours is a real one, nobody else's. */
static gboolean
check_folder (const char *path, GError **error)
{
  struct stat info;

  if (lstat (path, &info) < 0)
    return fail ("look at folder", path, errno, error);
  if (!S_ISDIR (info.st_mode))
    return fail ("use as a folder", path, ENOTDIR, error);
  if (info.st_uid != geteuid ())
    return fail ("use folder", path, EPERM, error);
  if ((info.st_mode & 07777) != FOLDER_MODE && chmod (path, FOLDER_MODE) < 0)
    return fail ("protect folder", path, errno, error);
  return TRUE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (mkdir (path, FOLDER_MODE) == 0)
    return sync_folder (parent, error);
  if (errno != EEXIST)
    return fail ("make folder", path, errno, error);
  return check_folder (path, error);
}

/* Makes the folders that file @name needs. */
static gboolean
make_folder_of (const char *folder, const char *name, GError **error)
{
  g_autofree char *vm = g_build_filename (folder, NWD_STORE_VM_FOLDER, NULL);

  if (!make_folder (folder, error))
    return FALSE;
  return !strchr (name, '/') || make_folder (vm, error);
}

gboolean
nwd_store_folder_write (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) local = NULL;
  gsize size = strlen (text);

  if (size > MAX_SIZE)
    return fail ("write", path, EFBIG, error);
  if (!make_folder_of (folder, name, error))
    return FALSE;
  if (g_file_set_contents_full (path, text, (gssize)size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                FILE_MODE, &local))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "cannot write %s: %s", path,
               local->message);
  return FALSE;
}

gboolean
nwd_store_folder_remove (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (unlink (path) == 0)
    return sync_folder (parent, error);
  return errno == ENOENT || fail ("remove", path, errno, error);
}

gboolean
nwd_store_folder_set_aside (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  for (guint n = 1; n <= MAX_CORRUPT; n++)
    {
      g_autofree char *aside = g_strdup_printf ("%s.corrupt-%u", path, n);

      if (renameat2 (AT_FDCWD, path, AT_FDCWD, aside, RENAME_NOREPLACE) == 0)
        return sync_folder (parent, error);
      if (errno != EEXIST)
        return fail ("set aside", path, errno, error);
    }
  return fail ("set aside", path, EEXIST, error);
}

/* Reads at most one byte more than is allowed; @fd is a regular file. */
static char *
read_text (int fd)
{
  g_autofree char *text = g_malloc (MAX_SIZE + 2);
  gsize size = 0;

  for (;;)
    {
      gssize n = read (fd, text + size, MAX_SIZE + 1 - size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || size + (gsize)n > MAX_SIZE)
        return NULL;
      if (n == 0)
        break;
      size += (gsize)n;
    }
  text[size] = '\0';
  if (!g_utf8_validate (text, (gssize)size, NULL))
    return NULL;
  return g_realloc (g_steal_pointer (&text), size + 1);
}

/* The file's text; "" when it is none that the store wrote. */
static char *
read_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  struct stat info;
  char *text = NULL;

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    text = read_text (fd);
  if (fd >= 0)
    close (fd);
  if (!text)
    g_warning ("%s is not a file that can be read: taking it for a damaged one", path);
  return text ? text : g_strdup ("");
}

static void
take_entry (const char *folder, const char *name, GHashTable *texts)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (nwd_store_name_is_valid (name))
    g_hash_table_insert (texts, g_strdup (name), read_file (path));
  else if (nwd_store_name_is_leftover (name) && unlink (path) < 0)
    g_warning ("cannot remove %s, left by a write that was cut off: %s", path, g_strerror (errno));
}

/* @prefix: of the names below @folder: "" or "vm/". */
static gboolean
read_folder (const char *folder, const char *prefix, GHashTable *texts, GError **error)
{
  g_autofree char *path = g_build_filename (folder, prefix, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) entries = g_dir_open (path, 0, &local);
  const char *entry;

  if (!entries)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_STORAGE_FAILED, "cannot read %s: %s", path,
                   local->message);
      return FALSE;
    }
  for (errno = 0; (entry = g_dir_read_name (entries)); errno = 0)
    {
      g_autofree char *name = g_strconcat (prefix, entry, NULL);

      take_entry (folder, name, texts);
    }
  return errno == 0 || fail ("read", path, errno, error);
}

/* Both folders are there for good: a start that was cut off may have made them a moment before. */
static gboolean
prepare_folders (const char *folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  return make_folder_of (folder, NWD_STORE_VM_FOLDER "/", error) && sync_folder (parent, error)
         && sync_folder (folder, error);
}

GHashTable *
nwd_store_folder_read (const char *folder, GError **error)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!prepare_folders (folder, error) || !read_folder (folder, "", texts, error)
      || !read_folder (folder, NWD_STORE_VM_FOLDER "/", texts, error))
    return NULL;
  return g_steal_pointer (&texts);
}
