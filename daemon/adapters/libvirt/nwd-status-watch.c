/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-status-watch.h"

#include "nwd-status-file.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define FILE_EVENTS (IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_DELETE)

typedef enum
{
  OF_DOMAINS,
  OF_NETWORKS,
  OF_FOLDERS,
} FolderKind;

static const struct
{
  const char *path;
  const char *suffix;
  FolderKind kind;
  guint32 mask;
} folders[] = {
  { NWD_STATUS_DIR, ".xml", OF_DOMAINS, FILE_EVENTS },
  { NWD_CONFIG_DIR, ".xml", OF_DOMAINS, FILE_EVENTS },
  { NWD_SAVE_DIR, ".save", OF_DOMAINS, FILE_EVENTS },
  { "/run/libvirt/network", ".xml", OF_NETWORKS, FILE_EVENTS },
  { "/etc/libvirt/qemu/networks", ".xml", OF_NETWORKS, FILE_EVENTS },
  /* The network driver may be a daemon that starts later. */
  { "/run/libvirt", "network", OF_FOLDERS, IN_CREATE },
};

struct _NwdStatusWatch
{
  const NwdStatusWatchListener *listener;
  gpointer data;
  int fd;
  guint source;
  int watches[G_N_ELEMENTS (folders)]; /* -1: not watched */
};

static gboolean
find_folder (NwdStatusWatch *self, int watch, gsize *index)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      if (self->watches[i] == watch)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
dispatch_file (NwdStatusWatch *self, gsize index, const char *name)
{
  g_autofree char *stem = NULL;

  if (!g_str_has_suffix (name, folders[index].suffix))
    return;

  stem = g_strndup (name, strlen (name) - strlen (folders[index].suffix));
  if (folders[index].kind == OF_DOMAINS)
    self->listener->domain (stem, self->data);
  else if (folders[index].kind == OF_NETWORKS)
    self->listener->networks (self->data);
  else
    self->listener->unsure (self->data);
}

static void
dispatch (NwdStatusWatch *self, const struct inotify_event *event)
{
  gsize index;

  if (event->mask & IN_Q_OVERFLOW)
    {
      self->listener->unsure (self->data);
      return;
    }
  if (!find_folder (self, event->wd, &index))
    return;

  if (event->mask & IN_IGNORED)
    {
      self->watches[index] = -1;
      self->listener->unsure (self->data);
    }
  else if (event->len > 0)
    dispatch_file (self, index, event->name);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer data)
{
  NwdStatusWatch *self = data;
  char buffer[8192] __attribute__ ((aligned (__alignof__(struct inotify_event))));
  gssize length = read (fd, buffer, sizeof buffer);

  for (const char *at = buffer; length > 0 && at < buffer + length;)
    {
      const struct inotify_event *event = (const void *)at;

      dispatch (self, event);
      at += sizeof *event + event->len;
    }
  return G_SOURCE_CONTINUE;
}

NwdStatusWatch *
nwd_status_watch_new (const NwdStatusWatchListener *listener, gpointer data)
{
  NwdStatusWatch *self = g_new0 (NwdStatusWatch, 1);

  self->listener = listener;
  self->data = data;
  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    self->watches[i] = -1;
  if (self->fd >= 0)
    self->source = g_unix_fd_add (self->fd, G_IO_IN, on_readable, self);
  return self;
}

void
nwd_status_watch_free (NwdStatusWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

gboolean
nwd_status_watch_add_folders (NwdStatusWatch *self)
{
  gboolean all = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      if (self->watches[i] < 0)
        self->watches[i]
          = inotify_add_watch (self->fd, folders[i].path, folders[i].mask | IN_ONLYDIR);
      if (self->watches[i] < 0 && folders[i].kind == OF_DOMAINS)
        all = FALSE;
    }
  return all;
}
