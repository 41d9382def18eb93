/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-session-keeper.h"

#include "nwd-driver-watch.h"

#include <gio/gio.h>

#define MIN_RETRY_MS 100
#define MAX_RETRY_MS 10000

struct _NwdSessionKeeper
{
  char *uri;
  const NwdSessionKeeperListener *listener;
  gpointer data;
  NwdLibvirtSession *session;
  NwdDriverWatch *driver_watch;
  GCancellable *closed; /* when this is freed */
  guint retry;          /* source id */
  guint retry_ms;       /* the next wait */
};

static void open_session (NwdSessionKeeper *self);

static void
on_retry (gpointer data)
{
  NwdSessionKeeper *self = data;

  self->retry = 0;
  open_session (self);
}

static void
retry_later (NwdSessionKeeper *self)
{
  self->retry = g_timeout_add_once (self->retry_ms, on_retry, self);
  self->retry_ms = MIN (2 * self->retry_ms, MAX_RETRY_MS);
  self->listener->lost (self->data);
}

static void
run_close (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_set_task_data (task, NULL, NULL);
}

/* To close a connection is a call like others: a server that hangs would hang this thread. */
static void
close_session (NwdSessionKeeper *self)
{
  g_autoptr (GTask) task = NULL;

  if (!self->session)
    return;

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, g_steal_pointer (&self->session),
                        (GDestroyNotify)nwd_libvirt_session_unref);
  g_task_run_in_thread (task, run_close);
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  NwdLibvirtSession *session = nwd_libvirt_session_open (data, &error);

  if (session)
    g_task_return_pointer (task, session, (GDestroyNotify)nwd_libvirt_session_unref);
  else
    g_task_return_error (task, error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdSessionKeeper *self = data;
  g_autoptr (GError) error = NULL;
  NwdLibvirtSession *session = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->session = session;
  if (session)
    {
      self->listener->opened (self->data);
      return;
    }
  g_debug ("%s", error->message);
  retry_later (self);
}

static void
open_session (NwdSessionKeeper *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->closed, on_opened, self);

  self->listener->connecting (self->data);
  g_task_set_task_data (task, g_strdup (self->uri), g_free);
  g_task_run_in_thread (task, run_open);
}

NwdSessionKeeper *
nwd_session_keeper_new (const char *uri, const NwdSessionKeeperListener *listener, gpointer data)
{
  NwdSessionKeeper *self = g_new0 (NwdSessionKeeper, 1);

  self->uri = g_strdup (uri);
  self->listener = listener;
  self->data = data;
  self->closed = g_cancellable_new ();
  self->retry_ms = MIN_RETRY_MS;
  return self;
}

void
nwd_session_keeper_free (NwdSessionKeeper *self)
{
  g_cancellable_cancel (self->closed);
  g_object_unref (self->closed);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_pointer (&self->driver_watch, nwd_driver_watch_free);
  close_session (self);
  g_free (self->uri);
  g_free (self);
}

void
nwd_session_keeper_start (NwdSessionKeeper *self)
{
  open_session (self);
}

NwdLibvirtSession *
nwd_session_keeper_get (NwdSessionKeeper *self)
{
  return self->session;
}

void
nwd_session_keeper_lose (NwdSessionKeeper *self)
{
  if (!self->session)
    return;

  g_message ("the connection to libvirt is lost");
  g_clear_pointer (&self->driver_watch, nwd_driver_watch_free);
  close_session (self);
  retry_later (self);
}

void
nwd_session_keeper_confirm (NwdSessionKeeper *self)
{
  self->retry_ms = MIN_RETRY_MS;
}

static void
on_driver_ended (gpointer data)
{
  nwd_session_keeper_lose (data);
}

gboolean
nwd_session_keeper_watch_driver (NwdSessionKeeper *self)
{
  if (!self->driver_watch)
    self->driver_watch = nwd_driver_watch_new (on_driver_ended, self);
  return self->driver_watch != NULL;
}
