/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-session.h"

NwdLibvirtSession *
nwd_libvirt_session_open (const char *uri, GError **error)
{
  NwdLibvirtConnection *reads = nwd_libvirt_connection_open (uri, error);
  NwdLibvirtSession *self;

  if (!reads)
    return NULL;

  self = g_atomic_rc_box_new0 (NwdLibvirtSession);
  self->uri = g_strdup (uri);
  self->reads = reads;
  self->definitions = nwd_definitions_cache_new ();
  g_mutex_init (&self->mutex);
  return self;
}

NwdLibvirtConnection *
nwd_libvirt_session_get_change (NwdLibvirtSession *self, guint index, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->changes[index])
    self->changes[index] = nwd_libvirt_connection_open (self->uri, error);
  return self->changes[index];
}

NwdLibvirtSession *
nwd_libvirt_session_ref (NwdLibvirtSession *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
session_clear (NwdLibvirtSession *self)
{
  g_clear_pointer (&self->reads, nwd_libvirt_connection_unref);
  for (guint i = 0; i < NWD_LIBVIRT_N_CHANGE_CONNECTIONS; i++)
    g_clear_pointer (&self->changes[i], nwd_libvirt_connection_unref);
  nwd_definitions_cache_free (self->definitions);
  g_mutex_clear (&self->mutex);
  g_free (self->uri);
}

void
nwd_libvirt_session_unref (NwdLibvirtSession *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)session_clear);
}

guint
nwd_libvirt_session_begin_change (NwdLibvirtSession *self)
{
  guint best = 0;

  for (guint i = 1; i < NWD_LIBVIRT_N_CHANGE_CONNECTIONS; i++)
    {
      if (self->n_changes[i] < self->n_changes[best])
        best = i;
    }
  self->n_changes[best]++;
  return best;
}

void
nwd_libvirt_session_end_change (NwdLibvirtSession *self, guint index)
{
  self->n_changes[index]--;
}
