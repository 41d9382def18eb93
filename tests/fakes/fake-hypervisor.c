/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-hypervisor.h"

#include "core/nwd-error.h"
#include "fake-domain.h"

struct _FakeHypervisor
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  FakeKernel *kernel;
  FakeEcho echo;
  NwdBackendState state;
  const NwdHypervisorListener *listener;
  gpointer data;
};

static void fake_hypervisor_interface_init (NwdHypervisorInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeHypervisor,
                               fake_hypervisor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_HYPERVISOR,
                                                      fake_hypervisor_interface_init))

static void
fake_hypervisor_class_init (FakeHypervisorClass *klass)
{
}

static void
fake_hypervisor_init (FakeHypervisor *self)
{
  self->state = NWD_BACKEND_CONNECTED;
}

FakeHypervisor *
fake_hypervisor_new (FakeWorld *world, FakeScript *script, FakeKernel *kernel)
{
  FakeHypervisor *self = g_object_new (FAKE_TYPE_HYPERVISOR, NULL);

  self->world = world;
  self->script = script;
  self->kernel = kernel;
  return self;
}

void
fake_hypervisor_set_echo (FakeHypervisor *self, FakeEcho echo)
{
  self->echo = echo;
}

/* --- events --- */

void
fake_hypervisor_tell_domain (FakeHypervisor *self, const char *id)
{
  if (self->listener && self->state == NWD_BACKEND_CONNECTED)
    self->listener->domain_changed (fake_world_get_domain (self->world, id), self->data);
}

void
fake_hypervisor_tell_gone (FakeHypervisor *self, const char *id)
{
  self->listener->domain_gone (id, self->data);
}

static GPtrArray *
values_of (GHashTable *table)
{
  GPtrArray *values = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (values, value);
  return values;
}

static void
tell_inventory (FakeHypervisor *self)
{
  g_autoptr (GPtrArray) domains = values_of (self->world->domains);
  g_autoptr (GPtrArray) networks = values_of (self->world->virtual_networks);

  self->listener->inventory (domains, networks, self->data);
}

void
fake_hypervisor_disconnect (FakeHypervisor *self)
{
  self->state = NWD_BACKEND_DISCONNECTED;
  if (self->listener)
    self->listener->state_changed (self->data);
}

void
fake_hypervisor_connect (FakeHypervisor *self)
{
  self->state = NWD_BACKEND_CONNECTED;
  if (!self->listener)
    return;
  self->listener->state_changed (self->data);
  tell_inventory (self);
}

void
fake_hypervisor_stop (FakeHypervisor *self)
{
  self->listener = NULL;
}

static void
fake_hypervisor_start (NwdHypervisor *hypervisor,
                       const NwdHypervisorListener *listener,
                       gpointer data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);

  self->listener = listener;
  self->data = data;
  if (self->state == NWD_BACKEND_CONNECTED)
    fake_hypervisor_connect (self);
}

static NwdBackendState
fake_hypervisor_get_state (NwdHypervisor *hypervisor)
{
  return FAKE_HYPERVISOR (hypervisor)->state;
}

static gboolean
fake_hypervisor_has_instant_changes (NwdHypervisor *hypervisor)
{
  return TRUE;
}

/* --- calls --- */

static const char *
name_of (FakeHypervisor *self, const char *vm_id)
{
  const NwdDomain *domain = fake_world_get_domain (self->world, vm_id);

  return domain ? domain->name : vm_id;
}

static NwdDomain *
find_domain (FakeHypervisor *self, const char *vm_id, GError **error)
{
  NwdDomain *domain = fake_world_get_domain (self->world, vm_id);

  if (self->state != NWD_BACKEND_CONNECTED)
    g_set_error (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE, "no connection");
  else if (!domain)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "no domain %s", vm_id);
  else
    return domain;
  return NULL;
}

static gpointer
read_domain (gpointer fake, gpointer vm_id, GError **error)
{
  NwdDomain *domain = find_domain (fake, vm_id, error);

  return domain ? nwd_domain_ref (domain) : NULL;
}

static void
fake_hypervisor_read_domain_async (NwdHypervisor *hypervisor,
                                   const char *vm_id,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);

  fake_script_run_async (self->script, g_strconcat ("read-domain ", name_of (self, vm_id), NULL),
                         g_task_new (self, NULL, callback, user_data), read_domain,
                         g_strdup (vm_id), g_free, (GDestroyNotify)nwd_domain_unref);
}

static NwdDomain *
fake_hypervisor_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
check_card (NwdDomain *domain, GPtrArray *cards, const NwdCardChange *change, GError **error)
{
  if (nwd_domain_find_card (cards, change->mac, change->nth))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "no device found matching MAC address %s",
               change->mac);
  return FALSE;
}

/* libvirt has one definition to write to both. */
static gboolean
check_both (NwdDomain *domain, const NwdCardChange *change, GError **error)
{
  const NwdCard *live = nwd_domain_find_card (domain->live, change->mac, change->nth);
  const NwdCard *config = nwd_domain_find_card (domain->config, change->mac, change->nth);

  if (change->scope != (NWD_SCOPE_LIVE | NWD_SCOPE_CONFIG)
      || (live->linked == config->linked && live->isolated == config->isolated
          && nwd_source_equal (live->source, config->source)))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED, "the definitions differ");
  return FALSE;
}

static gboolean
check_bridge (FakeHypervisor *self, const NwdCardChange *change, GError **error)
{
  const char *bridge = NULL;

  if (!(change->fields & NWD_CARD_SOURCE) || !(change->scope & NWD_SCOPE_LIVE))
    return TRUE;
  bridge = fake_world_get_bridge (self->world, change->source);
  if (g_hash_table_contains (self->world->links, bridge))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_UPDATE_FAILED, "bridge %s doesn't exist", bridge);
  return FALSE;
}

static gboolean
check_change (FakeHypervisor *self, NwdDomain *domain, NwdCardChange *change, GError **error)
{
  return (!(change->scope & NWD_SCOPE_LIVE) || check_card (domain, domain->live, change, error))
         && (!(change->scope & NWD_SCOPE_CONFIG)
             || check_card (domain, domain->config, change, error))
         && check_both (domain, change, error) && check_bridge (self, change, error);
}

static gboolean
on_echo (gpointer data)
{
  g_autofree char *vm_id = g_object_steal_data (data, "echo");

  if (vm_id && fake_world_get_domain (FAKE_HYPERVISOR (data)->world, vm_id))
    fake_hypervisor_tell_domain (data, vm_id);
  return G_SOURCE_REMOVE;
}

static void
echo (FakeHypervisor *self, const char *vm_id)
{
  if (self->echo == FAKE_ECHO_BEFORE)
    fake_hypervisor_tell_domain (self, vm_id);
  if (self->echo != FAKE_ECHO_AFTER)
    return;
  g_object_set_data_full (G_OBJECT (self), "echo", g_strdup (vm_id), g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_echo, g_object_ref (self), g_object_unref);
}

static gpointer
change_card (gpointer fake, gpointer data, GError **error)
{
  FakeHypervisor *self = fake;
  NwdCardChange *change = data;
  NwdDomain *domain = find_domain (self, change->vm_id, error);

  if (!domain || !check_change (self, domain, change, error))
    return NULL;
  domain = fake_domain_change (domain, change);
  fake_world_put_domain (self->world, domain);
  nwd_domain_ref (domain);
  fake_kernel_tell (self->kernel);
  echo (self, change->vm_id);
  return domain;
}

static void
fake_hypervisor_change_card_async (NwdHypervisor *hypervisor,
                                   NwdCardChange *change,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);

  fake_script_run_async (
    self->script, g_strconcat ("change-card ", name_of (self, change->vm_id), NULL),
    g_task_new (self, NULL, callback, user_data), change_card, nwd_card_change_ref (change),
    (GDestroyNotify)nwd_card_change_unref, (GDestroyNotify)nwd_domain_unref);
}

static void
fake_hypervisor_interface_init (NwdHypervisorInterface *interface)
{
  interface->start = fake_hypervisor_start;
  interface->get_state = fake_hypervisor_get_state;
  interface->has_instant_changes = fake_hypervisor_has_instant_changes;
  interface->read_domain_async = fake_hypervisor_read_domain_async;
  interface->read_domain_finish = fake_hypervisor_finish;
  interface->change_card_async = fake_hypervisor_change_card_async;
  interface->change_card_finish = fake_hypervisor_finish;
}
