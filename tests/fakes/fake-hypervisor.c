/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-hypervisor.h"

#include "core/nwd-error.h"
#include "fake-card-rules.h"
#include "fake-domain.h"

struct _FakeHypervisor
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  FakeKernel *kernel;
  FakeEcho echo;
  FakeGuest guest;
  guint letting_go; /* source id */
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
fake_hypervisor_dispose (GObject *object)
{
  g_clear_handle_id (&FAKE_HYPERVISOR (object)->letting_go, g_source_remove);
  G_OBJECT_CLASS (fake_hypervisor_parent_class)->dispose (object);
}

static void
fake_hypervisor_class_init (FakeHypervisorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fake_hypervisor_dispose;
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

/* --- guests --- */

void
fake_hypervisor_set_guest (FakeHypervisor *self, FakeGuest guest)
{
  self->guest = guest;
}

static NwdDomain *
remove_live_card (FakeHypervisor *self, const char *vm_id, const NwdCard *card)
{
  g_autoptr (NwdCardChange) change = nwd_card_change_new_detach (vm_id, card, NWD_SCOPE_LIVE);
  const NwdCard *live = NULL;
  NwdDomain *domain = fake_world_get_domain (self->world, vm_id);

  if (!domain || !domain->live || !(live = nwd_card_change_find (change, domain->live)))
    return NULL;
  fake_world_remove_link (self->world, live->target);
  domain = fake_domain_change (domain, change, "");
  fake_world_put_domain (self->world, domain);
  return domain;
}

void
fake_hypervisor_let_go (FakeHypervisor *self)
{
  GHashTableIter iter;
  gpointer key, card;

  g_clear_handle_id (&self->letting_go, g_source_remove);
  g_hash_table_iter_init (&iter, self->world->leaving);
  while (g_hash_table_iter_next (&iter, &key, &card))
    {
      g_auto (GStrv) words = g_strsplit (key, " ", 2);
      NwdDomain *domain = remove_live_card (self, words[0], card);

      g_hash_table_iter_remove (&iter);
      if (!domain)
        continue;
      fake_kernel_tell (self->kernel);
      fake_hypervisor_tell_domain (self, domain->id);
    }
}

static void
on_let_go (gpointer data)
{
  FakeHypervisor *self = data;

  self->letting_go = 0;
  fake_hypervisor_let_go (self);
}

/* What a daemon that is gone has asked for, too. */
static void
schedule_letting_go (FakeHypervisor *self)
{
  if (self->guest == FAKE_GUEST_SOON && !self->letting_go
      && g_hash_table_size (self->world->leaving) > 0)
    self->letting_go = g_idle_add_once (on_let_go, self);
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
  g_clear_handle_id (&self->letting_go, g_source_remove);
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
  schedule_letting_go (self);
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

static char *
free_tap (const FakeWorld *world)
{
  char *tap = g_strdup ("vnet0");

  for (guint i = 1; g_hash_table_contains (world->links, tap); i++)
    {
      g_free (tap);
      tap = g_strdup_printf ("vnet%u", i);
    }
  return tap;
}

/* The running VM's card goes when its guest lets it. */
static NwdDomain *
detach_card (FakeHypervisor *self, NwdDomain *domain, const NwdCardChange *change)
{
  NwdCard *live
    = change->scope & NWD_SCOPE_LIVE ? nwd_card_change_find (change, domain->live) : NULL;
  g_autoptr (NwdCardChange) config
    = nwd_card_change_copy (change, change->scope & ~(guint)NWD_SCOPE_LIVE);

  if (live)
    g_hash_table_replace (self->world->leaving,
                          g_strjoin (" ", domain->id, live->alias, live->mac, NULL),
                          nwd_card_ref (live));
  domain = fake_domain_change (domain, config, "");
  fake_world_put_domain (self->world, domain);
  if (self->guest == FAKE_GUEST_AT_ONCE)
    fake_hypervisor_let_go (self);
  schedule_letting_go (self);
  return fake_world_get_domain (self->world, change->vm_id);
}

static gpointer
change_card (gpointer fake, gpointer data, GError **error)
{
  FakeHypervisor *self = fake;
  const NwdCardChange *change = data;
  NwdDomain *domain = find_domain (self, change->vm_id, error);

  if (!domain || !fake_card_rules_check (self->world, domain, change, error))
    return NULL;
  if (change->verb == NWD_CARD_DETACH)
    domain = detach_card (self, domain, change);
  else
    {
      g_autofree char *tap = free_tap (self->world);

      domain = fake_domain_change (domain, change, tap);
      fake_world_put_domain (self->world, domain);
    }
  nwd_domain_ref (domain);
  fake_kernel_tell (self->kernel);
  echo (self, change->vm_id);
  return domain;
}

typedef struct
{
  GPtrArray *changes;
  guint next;
} Changes;

static void
changes_free (gpointer data)
{
  Changes *changes = data;

  g_ptr_array_unref (changes->changes);
  g_free (changes);
}

static void change_next (FakeHypervisor *self, GTask *task);

static void
on_card_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Changes *changes = g_task_get_task_data (task);
  GError *error = NULL;
  NwdDomain *domain = g_task_propagate_pointer (G_TASK (result), &error);

  if (error)
    g_task_return_error (task, error);
  else if (changes->next == changes->changes->len)
    g_task_return_pointer (task, domain, (GDestroyNotify)nwd_domain_unref);
  else
    {
      nwd_domain_unref (domain);
      change_next (FAKE_HYPERVISOR (source), task);
    }
}

/* Each of several may fail by itself. */
static void
change_next (FakeHypervisor *self, GTask *task)
{
  static const char *const names[] = { "change-card ", "attach-card ", "detach-card " };
  Changes *changes = g_task_get_task_data (task);
  NwdCardChange *change = g_ptr_array_index (changes->changes, changes->next++);

  fake_script_run_async (self->script,
                         g_strconcat (names[change->verb], name_of (self, change->vm_id), NULL),
                         g_task_new (self, NULL, on_card_changed, g_object_ref (task)), change_card,
                         nwd_card_change_ref (change), (GDestroyNotify)nwd_card_change_unref,
                         (GDestroyNotify)nwd_domain_unref);
}

static void
fake_hypervisor_change_cards_async (NwdHypervisor *hypervisor,
                                    GPtrArray *changes,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Changes *todo = g_new0 (Changes, 1);

  todo->changes = g_ptr_array_ref (changes);
  g_task_set_task_data (task, todo, changes_free);
  change_next (self, task);
}

static gpointer
read_card (gpointer fake, gpointer data, GError **error)
{
  const NwdCardChange *which = data;
  const NwdDomain *domain = find_domain (fake, which->vm_id, error);
  const NwdCard *card = NULL;

  if (!domain)
    return NULL;
  card = nwd_card_change_find (which, domain->live);
  if (!card)
    card = nwd_card_change_find (which, domain->config);
  if (card)
    return g_strdup_printf ("<interface type=\"%s\"><mac address=\"%s\"/></interface>",
                            card->source->type, card->mac);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "no device found matching MAC address %s",
               which->mac);
  return NULL;
}

static void
fake_hypervisor_read_card_async (NwdHypervisor *hypervisor,
                                 const char *vm_id,
                                 const char *mac,
                                 guint nth,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);

  fake_script_run_async (self->script, g_strconcat ("read-card ", name_of (self, vm_id), NULL),
                         g_task_new (self, NULL, callback, user_data), read_card,
                         nwd_card_change_new (vm_id, mac, nth, NWD_SCOPE_LIVE),
                         (GDestroyNotify)nwd_card_change_unref, g_free);
}

static char *
fake_hypervisor_read_card_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
find_filter (gpointer fake, gpointer data, GError **error)
{
  return GINT_TO_POINTER (fake_card_rules_has_filter (data));
}

static void
fake_hypervisor_has_filter_async (NwdHypervisor *hypervisor,
                                  const char *name,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  FakeHypervisor *self = FAKE_HYPERVISOR (hypervisor);

  fake_script_run_async (self->script, g_strconcat ("find-filter ", name, NULL),
                         g_task_new (self, NULL, callback, user_data), find_filter, g_strdup (name),
                         g_free, NULL);
}

static gboolean
fake_hypervisor_has_filter_finish (NwdHypervisor *hypervisor, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error));
}

static void
fake_hypervisor_interface_init (NwdHypervisorInterface *interface)
{
  interface->start = fake_hypervisor_start;
  interface->get_state = fake_hypervisor_get_state;
  interface->has_instant_changes = fake_hypervisor_has_instant_changes;
  interface->read_domain_async = fake_hypervisor_read_domain_async;
  interface->read_domain_finish = fake_hypervisor_finish;
  interface->change_cards_async = fake_hypervisor_change_cards_async;
  interface->change_cards_finish = fake_hypervisor_finish;
  interface->read_card_async = fake_hypervisor_read_card_async;
  interface->read_card_finish = fake_hypervisor_read_card_finish;
  interface->has_filter_async = fake_hypervisor_has_filter_async;
  interface->has_filter_finish = fake_hypervisor_has_filter_finish;
}
