/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-host-network.h"

#include "core/nwd-error.h"

struct _FakeHostNetwork
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  FakeKernel *kernel;
  NwdBackendState state;
  const NwdHostNetworkListener *listener;
  gpointer data;
};

/* What a call is about. */
typedef struct
{
  char *name;
  char *attachment_id; /* of a port: the bridge */
  guint mtu;
} Subject;

static void fake_host_network_interface_init (NwdHostNetworkInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeHostNetwork,
                               fake_host_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_HOST_NETWORK,
                                                      fake_host_network_interface_init))

static void
fake_host_network_class_init (FakeHostNetworkClass *klass)
{
}

static void
fake_host_network_init (FakeHostNetwork *self)
{
  self->state = NWD_BACKEND_CONNECTED;
}

FakeHostNetwork *
fake_host_network_new (FakeWorld *world, FakeScript *script, FakeKernel *kernel)
{
  FakeHostNetwork *self = g_object_new (FAKE_TYPE_HOST_NETWORK, NULL);

  self->world = world;
  self->script = script;
  self->kernel = kernel;
  return self;
}

static GPtrArray *
fake_host_network_get_bridges (NwdHostNetwork *host_network)
{
  GPtrArray *bridges = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_bridge_unref);
  GHashTableIter iter;
  gpointer bridge;

  g_hash_table_iter_init (&iter, FAKE_HOST_NETWORK (host_network)->world->bridges);
  while (g_hash_table_iter_next (&iter, NULL, &bridge))
    g_ptr_array_add (bridges, nwd_bridge_ref (bridge));
  return bridges;
}

static void
tell_bridges (FakeHostNetwork *self)
{
  g_autoptr (GPtrArray) bridges = fake_host_network_get_bridges (NWD_HOST_NETWORK (self));

  fake_kernel_tell (self->kernel);
  if (self->listener)
    self->listener->bridges_changed (bridges, self->data);
}

void
fake_host_network_tell_managed (FakeHostNetwork *self)
{
  g_autoptr (GPtrArray) nics = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, profile;

  g_hash_table_iter_init (&iter, self->world->managed);
  while (g_hash_table_iter_next (&iter, &name, &profile))
    {
      g_ptr_array_add (nics, name);
      g_ptr_array_add (nics, profile);
    }
  g_ptr_array_add (nics, NULL);
  if (self->listener)
    self->listener->managed_changed ((const char *const *)nics->pdata, self->data);
}

void
fake_host_network_set_state (FakeHostNetwork *self, NwdBackendState state)
{
  self->state = state;
  if (!self->listener)
    return;
  if (state == NWD_BACKEND_CONNECTED)
    {
      tell_bridges (self);
      fake_host_network_tell_managed (self);
    }
  self->listener->state_changed (self->data);
}

void
fake_host_network_stop (FakeHostNetwork *self)
{
  self->listener = NULL;
}

static void
fake_host_network_start (NwdHostNetwork *host_network,
                         const NwdHostNetworkListener *listener,
                         gpointer data)
{
  FakeHostNetwork *self = FAKE_HOST_NETWORK (host_network);

  self->listener = listener;
  self->data = data;
  fake_host_network_set_state (self, self->state);
}

static NwdBackendState
fake_host_network_get_state (NwdHostNetwork *host_network)
{
  return FAKE_HOST_NETWORK (host_network)->state;
}

/* --- calls --- */

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_free (subject->name);
  g_free (subject->attachment_id);
  g_free (subject);
}

static void
run (FakeHostNetwork *self,
     const char *verb,
     const char *name,
     const char *attachment_id,
     guint mtu,
     FakeEffect effect,
     GTask *task)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->name = g_strdup (name);
  subject->attachment_id = g_strdup (attachment_id);
  subject->mtu = mtu;
  fake_script_run_async (self->script, g_strconcat (verb, " ", name, NULL), task, effect, subject,
                         subject_free, NULL);
}

static gboolean
check_there (FakeHostNetwork *self, GError **error)
{
  if (self->state == NWD_BACKEND_CONNECTED)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "no connection");
  return FALSE;
}

static void
put_bridge (FakeHostNetwork *self, const Subject *subject)
{
  g_autofree char *profile_id = g_strconcat ("profile of ", subject->name, NULL);
  NwdBridge *bridge = NULL;

  if (!g_hash_table_contains (self->world->bridges, subject->name))
    g_hash_table_insert (self->world->bridges, g_strdup (subject->name),
                         nwd_bridge_new (profile_id, subject->name, subject->attachment_id));
  bridge = fake_world_edit_bridge (self->world, subject->name);
  bridge->mtu = subject->mtu;
  bridge->active = TRUE;
  if (g_hash_table_contains (self->world->links, subject->name))
    fake_world_set_mtu (self->world, subject->name, subject->mtu);
  else
    fake_world_add_link (self->world, subject->name, "bridge", subject->mtu);
  tell_bridges (self);
}

static gpointer
create_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!check_there (self, error))
    return NULL;
  if (g_hash_table_contains (self->world->links, subject->name)
      && !g_hash_table_contains (self->world->bridges, subject->name))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS, "there is an interface %s",
                   subject->name);
      return NULL;
    }
  put_bridge (self, subject);
  return self;
}

static gpointer
set_bridge_mtu (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  Subject *subject = data;
  const NwdBridge *old = g_hash_table_lookup (self->world->bridges, subject->name);

  if (!check_there (self, error))
    return NULL;
  if (!old)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED, "no bridge %s", subject->name);
      return NULL;
    }
  subject->attachment_id = g_strdup (old->attachment_id);
  put_bridge (self, subject);
  return self;
}

static gpointer
reset_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;
  NwdBridge *bridge = NULL;

  if (!check_there (self, error))
    return NULL;
  bridge = fake_world_edit_bridge (self->world, subject->name);
  g_clear_pointer (&bridge->addresses, g_strfreev);
  bridge->addresses = g_new0 (char *, 1);
  bridge->autoconnect = TRUE;
  fake_world_set_text (&bridge->ipv4, "none");
  fake_world_set_text (&bridge->ipv6, "none");
  put_bridge (self, subject);
  return self;
}

static gpointer
delete_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!check_there (self, error))
    return NULL;
  if (g_hash_table_remove (self->world->bridges, subject->name))
    fake_world_remove_link (self->world, subject->name);
  tell_bridges (self);
  return self;
}

static gpointer
add_port (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!check_there (self, error))
    return NULL;
  if (!g_hash_table_contains (self->world->bridges, subject->attachment_id))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED, "no bridge %s",
                   subject->attachment_id);
      return NULL;
    }
  nwd_bridge_set_port (fake_world_edit_bridge (self->world, subject->attachment_id), subject->name,
                       subject->mtu);
  fake_world_set_master (self->world, subject->name, subject->attachment_id);
  fake_world_set_mtu (self->world, subject->name, subject->mtu);
  tell_bridges (self);
  return self;
}

/* By a profile; NULL none. */
static const char *
find_bridge_of_port (const FakeWorld *world, const char *nic)
{
  GHashTableIter iter;
  gpointer bridge;

  g_hash_table_iter_init (&iter, world->bridges);
  while (g_hash_table_iter_next (&iter, NULL, &bridge))
    if (g_str_equal (((NwdBridge *)bridge)->port, nic))
      return ((NwdBridge *)bridge)->name;
  return NULL;
}

static gpointer
remove_port (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;
  const char *above = NULL;

  if (!check_there (self, error))
    return NULL;
  above = find_bridge_of_port (self->world, subject->name);
  if (above)
    {
      nwd_bridge_set_port (fake_world_edit_bridge (self->world, above), "", 0);
      if (g_hash_table_contains (self->world->links, subject->name))
        fake_world_set_master (self->world, subject->name, "");
    }
  tell_bridges (self);
  return self;
}

static gpointer
set_managed (FakeHostNetwork *self, const char *name, gboolean managed, GError **error)
{
  if (!check_there (self, error))
    return NULL;
  if (managed)
    g_hash_table_replace (self->world->managed, g_strdup (name), g_strdup (""));
  else
    g_hash_table_remove (self->world->managed, name);
  fake_host_network_tell_managed (self);
  return self;
}

static gpointer
manage (gpointer fake, gpointer data, GError **error)
{
  return set_managed (fake, ((Subject *)data)->name, TRUE, error);
}

static gpointer
leave (gpointer fake, gpointer data, GError **error)
{
  return set_managed (fake, ((Subject *)data)->name, FALSE, error);
}

static void
fake_host_network_create_bridge_async (NwdHostNetwork *host_network,
                                       const char *name,
                                       const char *attachment_id,
                                       guint mtu,
                                       gboolean transient,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), transient ? "create-transient" : "create-bridge", name,
       attachment_id, mtu, create_bridge, g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_set_bridge_mtu_async (NwdHostNetwork *host_network,
                                        const char *name,
                                        guint mtu,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), "set-mtu", name, NULL, mtu, set_bridge_mtu,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_delete_bridge_async (NwdHostNetwork *host_network,
                                       const char *name,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), "delete-bridge", name, NULL, 0, delete_bridge,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_reset_bridge_async (NwdHostNetwork *host_network,
                                      const char *name,
                                      const char *attachment_id,
                                      guint mtu,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), "reset-bridge", name, attachment_id, mtu, reset_bridge,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_add_port_async (NwdHostNetwork *host_network,
                                  const char *nic,
                                  const char *bridge,
                                  guint mtu,
                                  gboolean transient,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), transient ? "add-transient" : "add-port", nic, bridge, mtu,
       add_port, g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_remove_port_async (NwdHostNetwork *host_network,
                                     const char *nic,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), "remove-port", nic, NULL, 0, remove_port,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_set_managed_async (NwdHostNetwork *host_network,
                                     const char *name,
                                     gboolean managed,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  run (FAKE_HOST_NETWORK (host_network), managed ? "manage" : "leave", name, NULL, 0,
       managed ? manage : leave, g_task_new (host_network, NULL, callback, user_data));
}

static gboolean
fake_host_network_finish (NwdHostNetwork *host_network, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static void
fake_host_network_interface_init (NwdHostNetworkInterface *interface)
{
  interface->start = fake_host_network_start;
  interface->get_state = fake_host_network_get_state;
  interface->get_bridges = fake_host_network_get_bridges;
  interface->create_bridge_async = fake_host_network_create_bridge_async;
  interface->create_bridge_finish = fake_host_network_finish;
  interface->set_bridge_mtu_async = fake_host_network_set_bridge_mtu_async;
  interface->set_bridge_mtu_finish = fake_host_network_finish;
  interface->reset_bridge_async = fake_host_network_reset_bridge_async;
  interface->reset_bridge_finish = fake_host_network_finish;
  interface->delete_bridge_async = fake_host_network_delete_bridge_async;
  interface->delete_bridge_finish = fake_host_network_finish;
  interface->add_port_async = fake_host_network_add_port_async;
  interface->add_port_finish = fake_host_network_finish;
  interface->remove_port_async = fake_host_network_remove_port_async;
  interface->remove_port_finish = fake_host_network_finish;
  interface->set_managed_async = fake_host_network_set_managed_async;
  interface->set_managed_finish = fake_host_network_finish;
}
