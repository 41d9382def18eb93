/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/file.h>
#include <unistd.h>

static gboolean
fail (const char *path, const char *what, GError **error)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "cannot %s %s: %s", what, path,
               saved == EWOULDBLOCK ? "another netwiringd uses it" : g_strerror (saved));
  return FALSE;
}

gboolean
nwd_lock_take (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);
  int fd;

  if (g_mkdir_with_parents (dir, 0700) < 0)
    return fail (dir, "make", error);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail (path, "open", error);
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE; /* held until the process ends */

  fail (path, "lock", error);
  close (fd);
  return FALSE;
}
