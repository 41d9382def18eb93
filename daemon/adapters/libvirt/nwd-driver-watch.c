/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-driver-watch.h"

#include "nwd-status-file.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _NwdDriverWatch
{
  GSourceOnceFunc ended;
  gpointer data;
  int fd;
  guint source;
};

/* The number in the file may be that of a process long gone, or of another PID namespace; the
 * kernel knows better who holds the lock. */
static pid_t
find_driver (void)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = open (NWD_STATUS_DIR "/driver.pid", O_RDWR | O_CLOEXEC);
  gboolean held;

  if (fd < 0)
    return 0;

  held = fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close (fd);
  return held ? lock.l_pid : 0;
}

static gboolean
on_ended (int fd, GIOCondition condition, gpointer data)
{
  NwdDriverWatch *self = data;

  self->source = 0;
  self->ended (self->data);
  return G_SOURCE_REMOVE;
}

NwdDriverWatch *
nwd_driver_watch_new (GSourceOnceFunc ended, gpointer data)
{
  pid_t pid = find_driver ();
  int fd = pid > 0 ? syscall (SYS_pidfd_open, pid, 0) : -1;
  NwdDriverWatch *self;

  if (fd < 0)
    return NULL;

  self = g_new0 (NwdDriverWatch, 1);
  self->ended = ended;
  self->data = data;
  self->fd = fd;
  self->source = g_unix_fd_add (fd, G_IO_IN, on_ended, self);
  return self;
}

void
nwd_driver_watch_free (NwdDriverWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  close (self->fd);
  g_free (self);
}
