/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt.h"

#include "core/nwd-error.h"
#include "nwd-domain-follower.h"
#include "nwd-libvirt-change.h"
#include "nwd-libvirt-filter.h"
#include "nwd-libvirt-inventory.h"
#include "nwd-network-follower.h"
#include "nwd-process.h"
#include "nwd-session-keeper.h"
#include "nwd-status-watch.h"

#include <libvirt/virterror.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <signal.h>

#define DEFAULT_URI      "qemu:///system"
#define N_CHANGE_WORKERS 8
#define COMPARE_MS       10000

struct _NwdLibvirt
{
  GObject parent;
  const NwdHypervisorListener *listener;
  gpointer data;
  NwdBackendState state;
  NwdSessionKeeper *keeper;
  NwdLibvirtWorkers *read_workers;
  NwdLibvirtWorkers *change_workers;
  NwdDomainFollower *follower;
  NwdNetworkFollower *network_follower;
  NwdStatusWatch *status_watch; /* NULL: it is not this host's QEMU driver */
  gboolean instant;
  guint compare; /* source id */
  gboolean taking_inventory;
  gboolean inventory_again;
};

/* A call under way. What it answers is dropped when the session is another by then. */
typedef struct
{
  NwdLibvirtSession *session;
  GPtrArray *changes;   /* of NwdCardChange */
  NwdCardChange *which; /* of a read: the card */
  char *filter;         /* of a look-up: its name */
  guint connection;     /* which one the changes use */
} Call;

static void hypervisor_init (NwdHypervisorInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NwdLibvirt,
                               nwd_libvirt,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_HYPERVISOR, hypervisor_init))

static void take_inventory (NwdLibvirt *self);

static void
set_state (NwdLibvirt *self, NwdBackendState state)
{
  if (self->state == state)
    return;

  self->state = state;
  self->listener->state_changed (self->data);
}

static void
on_compare (gpointer data)
{
  NwdLibvirt *self = data;

  self->compare = 0;
  take_inventory (self);
}

/* Before an inventory is read: what happens from then on is not missed. */
static void
watch (NwdLibvirt *self)
{
  gboolean folders = self->status_watch && nwd_status_watch_add_folders (self->status_watch);
  gboolean before = self->instant;

  self->instant = folders && nwd_session_keeper_watch_driver (self->keeper);
  if (self->instant != before && self->state == NWD_BACKEND_CONNECTED)
    self->listener->state_changed (self->data);
}

static void
publish_inventory (NwdLibvirt *self, NwdInventory *inventory)
{
  g_autoptr (GPtrArray) domains
    = nwd_domain_follower_end_inventory (self->follower, inventory->readings);

  nwd_session_keeper_confirm (self->keeper);
  set_state (self, NWD_BACKEND_CONNECTED);
  self->listener->inventory (domains, inventory->networks, self->data);
  nwd_domain_follower_resume (self->follower);
  if (!self->instant && !self->compare)
    self->compare = g_timeout_add_once (COMPARE_MS, on_compare, self);
}

/* The definitions of all VMs were here as text and as trees, several at a time; what they took
 * would never be given back. */
static void
give_back_memory (void)
{
  malloc_trim (/* pad= */ 0);
}

static void
on_inventory (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdLibvirt *self = NWD_LIBVIRT (source);
  g_autoptr (NwdLibvirtSession) session = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NwdInventory) inventory = g_task_propagate_pointer (G_TASK (result), &error);

  if (session != nwd_session_keeper_get (self->keeper))
    return;

  self->taking_inventory = FALSE;
  if (!inventory)
    {
      g_warning ("%s", error->message);
      nwd_session_keeper_lose (self->keeper);
      return;
    }
  publish_inventory (self, inventory);
  give_back_memory ();
  if (self->inventory_again)
    take_inventory (self);
  else
    nwd_network_follower_resume (self->network_follower);
}

static void
take_inventory (NwdLibvirt *self)
{
  NwdLibvirtSession *session = nwd_session_keeper_get (self->keeper);
  GTask *task;

  self->inventory_again = self->taking_inventory;
  if (!session || self->taking_inventory)
    return;

  self->taking_inventory = TRUE;
  watch (self);
  nwd_domain_follower_begin_inventory (self->follower);
  nwd_network_follower_begin_inventory (self->network_follower);
  task = g_task_new (self, NULL, on_inventory, nwd_libvirt_session_ref (session));
  nwd_libvirt_inventory_run (session->reads, self->read_workers, task);
}

static void
on_connecting (gpointer data)
{
  set_state (data, NWD_BACKEND_CONNECTING);
}

static void
on_opened (gpointer data)
{
  NwdLibvirt *self = data;

  nwd_domain_follower_set_session (self->follower, nwd_session_keeper_get (self->keeper));
  nwd_network_follower_set_session (self->network_follower, nwd_session_keeper_get (self->keeper));
  take_inventory (self);
}

static void
on_lost (gpointer data)
{
  NwdLibvirt *self = data;

  g_clear_handle_id (&self->compare, g_source_remove);
  self->instant = FALSE;
  self->taking_inventory = FALSE;
  nwd_domain_follower_set_session (self->follower, NULL);
  nwd_network_follower_set_session (self->network_follower, NULL);
  set_state (self, NWD_BACKEND_DISCONNECTED);
}

static const NwdSessionKeeperListener keeper_listener = {
  .connecting = on_connecting,
  .opened = on_opened,
  .lost = on_lost,
};

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

static void
change_cards_async (NwdHypervisor *hypervisor,
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

static void
read_domain_async (NwdHypervisor *hypervisor,
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

static void
read_card_async (NwdHypervisor *hypervisor,
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

static char *
read_card_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
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

static void
has_filter_async (NwdHypervisor *hypervisor,
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

static gboolean
has_filter_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
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

static NwdDomain *
finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static NwdBackendState
get_state (NwdHypervisor *hypervisor)
{
  return NWD_LIBVIRT (hypervisor)->state;
}

static gboolean
has_instant_changes (NwdHypervisor *hypervisor)
{
  return NWD_LIBVIRT (hypervisor)->instant;
}

static gboolean
is_stopped (NwdHypervisor *hypervisor, const NwdDomain *domain)
{
  return nwd_process_is_stopped (domain->name);
}

static void
start (NwdHypervisor *hypervisor, const NwdHypervisorListener *listener, gpointer data)
{
  NwdLibvirt *self = NWD_LIBVIRT (hypervisor);

  self->listener = listener;
  self->data = data;
  nwd_session_keeper_start (self->keeper);
}

static void
hypervisor_init (NwdHypervisorInterface *interface)
{
  interface->start = start;
  interface->get_state = get_state;
  interface->has_instant_changes = has_instant_changes;
  interface->is_stopped = is_stopped;
  interface->read_domain_async = read_domain_async;
  interface->read_domain_finish = finish;
  interface->change_cards_async = change_cards_async;
  interface->change_cards_finish = finish;
  interface->read_card_async = read_card_async;
  interface->read_card_finish = read_card_finish;
  interface->has_filter_async = has_filter_async;
  interface->has_filter_finish = has_filter_finish;
}

static void
on_networks_changed (GPtrArray *networks, gpointer data)
{
  NwdLibvirt *self = data;

  self->listener->networks_changed (networks, self->data);
}

static void
on_domain_changed (NwdDomain *domain, gpointer data)
{
  NwdLibvirt *self = data;

  self->listener->domain_changed (domain, self->data);
}

static void
on_domain_gone (const char *vm_id, gpointer data)
{
  NwdLibvirt *self = data;

  self->listener->domain_gone (vm_id, self->data);
}

static void
on_session_broken (gpointer data)
{
  NwdLibvirt *self = data;

  nwd_session_keeper_lose (self->keeper);
}

static const NwdDomainFollowerListener follower_listener = {
  .changed = on_domain_changed,
  .gone = on_domain_gone,
  .lost = on_session_broken,
};

static const NwdNetworkFollowerListener network_follower_listener = {
  .changed = on_networks_changed,
  .lost = on_session_broken,
};

static void
on_domain_file (const char *name, gpointer data)
{
  NwdLibvirt *self = data;

  nwd_domain_follower_notice (self->follower, name);
}

static void
on_network_file (gpointer data)
{
  NwdLibvirt *self = data;

  nwd_network_follower_notice (self->network_follower);
}

static void
on_unsure (gpointer data)
{
  take_inventory (data);
}

static const NwdStatusWatchListener watch_listener = {
  .domain = on_domain_file,
  .networks = on_network_file,
  .unsure = on_unsure,
};

/* libvirt prints each error on standard error otherwise. */
static void
ignore_error (gpointer data, virErrorPtr error)
{
}

/* Libraries that libvirt uses keep something of the thread that sets them up, and free it when the
 * process ends: a worker that ends meanwhile would do so as well. */
static void
set_up_here (void)
{
  if (virInitialize () < 0)
    g_warning ("Cannot set up libvirt's libraries");
}

static void
nwd_libvirt_init (NwdLibvirt *self)
{
  virSetErrorFunc (NULL, ignore_error);
  set_up_here ();
  signal (SIGPIPE, SIG_IGN); /* libvirt writes to connections that may be closed */
  xmlInitParser ();
  self->read_workers = nwd_libvirt_workers_new (NWD_INVENTORY_WIDTH);
  self->change_workers = nwd_libvirt_workers_new (N_CHANGE_WORKERS);
  self->follower = nwd_domain_follower_new (self->read_workers, &follower_listener, self);
  self->network_follower
    = nwd_network_follower_new (self->read_workers, &network_follower_listener, self);
}

static void
nwd_libvirt_finalize (GObject *object)
{
  NwdLibvirt *self = NWD_LIBVIRT (object);

  g_clear_handle_id (&self->compare, g_source_remove);
  g_clear_pointer (&self->status_watch, nwd_status_watch_free);
  nwd_session_keeper_free (self->keeper);
  nwd_domain_follower_free (self->follower);
  nwd_network_follower_free (self->network_follower);
  nwd_libvirt_workers_free (self->change_workers);
  nwd_libvirt_workers_free (self->read_workers);
  G_OBJECT_CLASS (nwd_libvirt_parent_class)->finalize (object);
}

static void
nwd_libvirt_class_init (NwdLibvirtClass *class)
{
  G_OBJECT_CLASS (class)->finalize = nwd_libvirt_finalize;
}

NwdLibvirt *
nwd_libvirt_new (const char *uri)
{
  NwdLibvirt *self = g_object_new (NWD_TYPE_LIBVIRT, NULL);

  uri = uri ? uri : DEFAULT_URI;
  self->keeper = nwd_session_keeper_new (uri, &keeper_listener, self);
  if (g_str_equal (uri, DEFAULT_URI))
    self->status_watch = nwd_status_watch_new (&watch_listener, self);
  return self;
}
