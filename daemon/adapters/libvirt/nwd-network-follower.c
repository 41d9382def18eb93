/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-network-follower.h"

#include "core/nwd-error.h"
#include "nwd-libvirt-read.h"

struct _NwdNetworkFollower
{
  NwdLibvirtWorkers *workers;
  const NwdNetworkFollowerListener *listener;
  gpointer data;
  NwdLibvirtSession *session;
  gboolean waiting; /* for an inventory */
  gboolean reading;
  gboolean again; /* something came meanwhile */
};

NwdNetworkFollower *
nwd_network_follower_new (NwdLibvirtWorkers *workers,
                          const NwdNetworkFollowerListener *listener,
                          gpointer data)
{
  NwdNetworkFollower *self = g_new0 (NwdNetworkFollower, 1);

  self->workers = workers;
  self->listener = listener;
  self->data = data;
  return self;
}

void
nwd_network_follower_free (NwdNetworkFollower *self)
{
  g_clear_pointer (&self->session, nwd_libvirt_session_unref);
  g_free (self);
}

void
nwd_network_follower_set_session (NwdNetworkFollower *self, NwdLibvirtSession *session)
{
  g_clear_pointer (&self->session, nwd_libvirt_session_unref);
  self->session = session ? nwd_libvirt_session_ref (session) : NULL;
  self->waiting = self->reading = self->again = FALSE;
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NwdLibvirtSession *session = data;
  GError *error = NULL;
  GPtrArray *networks
    = nwd_libvirt_read_networks (nwd_libvirt_connection_get (session->reads), &error);

  if (networks)
    g_task_return_pointer (task, networks, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdNetworkFollower *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_task_data (G_TASK (result)) != self->session)
    return;

  self->reading = FALSE;
  if (networks)
    self->listener->changed (networks, self->data);
  else
    g_warning ("%s", error->message);
  if (self->again)
    nwd_network_follower_notice (self);
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE))
    self->listener->lost (self->data);
}

void
nwd_network_follower_notice (NwdNetworkFollower *self)
{
  GTask *task;

  self->again = self->reading || self->waiting;
  if (self->again || !self->session)
    return;

  self->reading = TRUE;
  task = g_task_new (NULL, NULL, on_read, self);
  g_task_set_task_data (task, nwd_libvirt_session_ref (self->session),
                        (GDestroyNotify)nwd_libvirt_session_unref);
  nwd_libvirt_workers_run (self->workers, task, run_read);
}

void
nwd_network_follower_begin_inventory (NwdNetworkFollower *self)
{
  self->waiting = TRUE;
}

void
nwd_network_follower_resume (NwdNetworkFollower *self)
{
  self->waiting = FALSE;
  if (self->again)
    nwd_network_follower_notice (self);
}
