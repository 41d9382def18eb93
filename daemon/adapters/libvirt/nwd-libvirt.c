/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-libvirt.h"

#include "nwd-libvirt-call.h"
#include "nwd-libvirt-inventory.h"
#include "nwd-libvirt-private.h"
#include "nwd-process.h"

#include <libvirt/virterror.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <signal.h>

#define DEFAULT_URI      "qemu:///system"
#define N_CHANGE_WORKERS 8
#define COMPARE_MS       10000

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
  interface->read_domain_async = nwd_libvirt_call_read_domain_async;
  interface->read_domain_finish = nwd_libvirt_call_finish;
  interface->change_cards_async = nwd_libvirt_call_change_cards_async;
  interface->change_cards_finish = nwd_libvirt_call_finish;
  interface->read_card_async = nwd_libvirt_call_read_card_async;
  interface->read_card_finish = nwd_libvirt_call_read_card_finish;
  interface->has_filter_async = nwd_libvirt_call_has_filter_async;
  interface->has_filter_finish = nwd_libvirt_call_has_filter_finish;
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
