/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt-call.h"

#include "core/nwd-error.h"
#include "nwd-libvirt-change.h"
#include "nwd-libvirt-filter.h"
#include "nwd-libvirt-private.h"

typedef struct
{
  NwdLibvirtSession *session;
  GPtrArray *changes;   /* of NwdCardChange */
  NwdCardChange *which; /* of a read: the card */
  char *filter;         /* of a look-up: its name */
  guint connection;     /* which one the changes use */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  nwd_libvirt_session_unref (call->session);
  g_clear_pointer (&call->changes, g_ptr_array_unref);
  g_clear_pointer (&call->which, nwd_card_change_unref);
  g_free (call->filter);
  g_free (call);
}

/* FALSE, and @task has returned, when there is no session. */
static gboolean
check_session (NwdLibvirt *self, GTask *task)
{
  if (nwd_session_keeper_get (self->keeper))
    return TRUE;

  g_task_return_new_error (task, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE,
                           "libvirt is not connected");
  return FALSE;
}

static Call *
begin_call (NwdLibvirt *self, GTask *task)
{
  Call *call = g_new0 (Call, 1);

  call->session = nwd_libvirt_session_ref (nwd_session_keeper_get (self->keeper));
  g_task_set_task_data (task, call, call_free);
  return call;
}

static void
lose_if_broken (NwdLibvirt *self, const Call *call, const GError *error)
{
  if (g_error_matches (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE)
      && call->session == nwd_session_keeper_get (self->keeper))
    nwd_session_keeper_lose (self->keeper);
}

static void
run_change (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  NwdLibvirtConnection *connection
    = nwd_libvirt_session_get_change (call->session, call->connection, &error);
  NwdReading *reading = NULL;

  if (connection)
    reading
      = nwd_libvirt_change_cards (connection, call->session->definitions, call->changes, &error);

  if (reading)
    g_task_return_pointer (task, reading, (GDestroyNotify)nwd_reading_free);
  else
    g_task_return_error (task, error);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdLibvirt *self = NWD_LIBVIRT (source);
  g_autoptr (GTask) task = data;
  const Call *call = g_task_get_task_data (G_TASK (result));
  const NwdCardChange *change = g_ptr_array_index (call->changes, 0);
  GError *error = NULL;
  g_autoptr (NwdReading) reading = g_task_propagate_pointer (G_TASK (result), &error);
  NwdDomain *domain
    = reading ? nwd_domain_follower_complete (self->follower, reading, change->scope) : NULL;

  /* The callback, which may begin the next change, comes last. */
  nwd_libvirt_session_end_change (call->session, call->connection);
  nwd_domain_follower_end_change (self->follower, change->vm_id);
  lose_if_broken (self, call, error);
  if (error)
    g_task_return_error (task, error);
  else if (domain)
    g_task_return_pointer (task, domain, (GDestroyNotify)nwd_domain_unref);
  else if (check_session (self, task))
    nwd_domain_follower_read_async (self->follower, change->vm_id, g_object_ref (task));
}

void
nwd_libvirt_call_change_cards_async (NwdHypervisor *hypervisor,
                                     GPtrArray *changes,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  NwdLibvirt *self = NWD_LIBVIRT (hypervisor);
  const NwdCardChange *first = g_ptr_array_index (changes, 0);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GTask *work;
  Call *call;

  if (!check_session (self, task))
    return;

  work = g_task_new (self, NULL, on_changed, g_object_ref (task));
  call = begin_call (self, work);
  call->changes = g_ptr_array_ref (changes);
  call->connection = nwd_libvirt_session_begin_change (call->session);
  nwd_domain_follower_begin_change (self->follower, first->vm_id);
  nwd_libvirt_workers_run (self->change_workers, work, run_change);
}

void
nwd_libvirt_call_read_domain_async (NwdHypervisor *hypervisor,
                                    const char *vm_id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  NwdLibvirt *self = NWD_LIBVIRT (hypervisor);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (check_session (self, task))
    nwd_domain_follower_read_async (self->follower, vm_id, g_object_ref (task));
}

static void
run_read_card (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  char *text = nwd_libvirt_read_card (call->session->reads, call->which, &error);

  if (text)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

void
nwd_libvirt_call_read_card_async (NwdHypervisor *hypervisor,
                                  const char *vm_id,
                                  const char *mac,
                                  guint nth,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  NwdLibvirt *self = NWD_LIBVIRT (hypervisor);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!check_session (self, task))
    return;

  begin_call (self, task)->which = nwd_card_change_new (vm_id, mac, nth, 0);
  nwd_libvirt_workers_run (self->read_workers, g_steal_pointer (&task), run_read_card);
}

char *
nwd_libvirt_call_read_card_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  const Call *call = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) cause = NULL;
  char *text = g_task_propagate_pointer (G_TASK (result), &cause);

  if (cause && call)
    lose_if_broken (NWD_LIBVIRT (hypervisor), call, cause);
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return text;
}

static void
run_has_filter (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;
  GError *error = NULL;
  gboolean has = nwd_libvirt_has_filter (nwd_libvirt_connection_get (call->session->reads),
                                         call->filter, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, has);
}

void
nwd_libvirt_call_has_filter_async (NwdHypervisor *hypervisor,
                                   const char *name,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  NwdLibvirt *self = NWD_LIBVIRT (hypervisor);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!check_session (self, task))
    return;

  begin_call (self, task)->filter = g_strdup (name);
  nwd_libvirt_workers_run (self->read_workers, g_steal_pointer (&task), run_has_filter);
}

gboolean
nwd_libvirt_call_has_filter_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  const Call *call = g_task_get_task_data (G_TASK (result));
  GError *cause = NULL;
  gboolean has = g_task_propagate_boolean (G_TASK (result), &cause);

  if (cause && call)
    lose_if_broken (NWD_LIBVIRT (hypervisor), call, cause);
  if (cause)
    g_propagate_error (error, cause);
  return has;
}

NwdDomain *
nwd_libvirt_call_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
