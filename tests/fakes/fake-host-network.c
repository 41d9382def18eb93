/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-host-network-private.h"

#include "core/nwd-error.h"

/* What a call is about. */
typedef struct
{
  char *name;
  char *attachment_id;
  guint mtu;
  gboolean transient;
  NwdIpConfig *ip;
  NwdBridge *bridge;
  NwdUplink *uplink;
  NwdBridgeLoose loose;
  gpointer loose_data;
} Subject;

static void fake_host_network_interface_init (NwdHostNetworkInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeHostNetwork,
                               fake_host_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_HOST_NETWORK,
                                                      fake_host_network_interface_init))

static void
fake_host_network_finalize (GObject *object)
{
  g_free (FAKE_HOST_NETWORK (object)->fleeting);
  G_OBJECT_CLASS (fake_host_network_parent_class)->finalize (object);
}

static void
fake_host_network_class_init (FakeHostNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_host_network_finalize;
}

static void
fake_host_network_init (FakeHostNetwork *self)
{
  self->state = NWD_BACKEND_CONNECTED;
  self->fleeting = g_strdup ("");
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

/* References to all that @table holds. */
static GPtrArray *
list_records (GHashTable *table, GDestroyNotify unref)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (unref);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (records, g_atomic_rc_box_acquire (record));
  return records;
}

static GPtrArray *
fake_host_network_get_bridges (NwdHostNetwork *host_network)
{
  return list_records (FAKE_HOST_NETWORK (host_network)->world->bridges,
                       (GDestroyNotify)nwd_bridge_unref);
}

static void
tell_bridges (FakeHostNetwork *self)
{
  g_autoptr (GPtrArray) bridges = fake_host_network_get_bridges (NWD_HOST_NETWORK (self));
  g_autoptr (GPtrArray) uplinks
    = list_records (self->world->uplinks, (GDestroyNotify)nwd_uplink_unref);

  fake_kernel_tell (self->kernel);
  if (self->listener)
    self->listener->bridges_changed (bridges, uplinks, self->data);
}

void
fake_host_network_tell_managed (FakeHostNetwork *self)
{
  g_autoptr (GPtrArray) nics
    = list_records (self->world->managed, (GDestroyNotify)nwd_nic_profile_unref);

  if (self->listener)
    self->listener->managed_changed (nics, self->data);
}

void
fake_host_network_set_state (FakeHostNetwork *self, NwdBackendState state)
{
  self->state = state;
  if (state != NWD_BACKEND_CONNECTED)
    {
      fake_world_set_text (&self->world->checkpoint, "");
      fake_world_set_text (&self->fleeting, "");
    }
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
  g_clear_pointer (&subject->ip, nwd_ip_config_unref);
  g_clear_pointer (&subject->bridge, nwd_bridge_unref);
  g_clear_pointer (&subject->uplink, nwd_uplink_unref);
  g_free (subject);
}

static Subject *
subject_new (const char *name, const char *attachment_id, guint mtu)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->name = g_strdup (name);
  subject->attachment_id = g_strdup (attachment_id);
  subject->mtu = mtu;
  return subject;
}

/* Takes @subject. */
static void
run_subject (
  FakeHostNetwork *self, const char *verb, Subject *subject, FakeEffect effect, GTask *task)
{
  fake_script_run_async (self->script, g_strconcat (verb, " ", subject->name, NULL), task, effect,
                         subject, subject_free, NULL);
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
  run_subject (self, verb, subject_new (name, attachment_id, mtu), effect, task);
}

gboolean
fake_host_network_check_there (const FakeHostNetwork *self, GError **error)
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
  fake_world_set_text (&bridge->profile_name, profile_id);
  fake_world_set_text (&bridge->holder, profile_id);
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

  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (g_hash_table_contains (self->world->links, subject->name)
      && !g_hash_table_contains (self->world->bridges, subject->name))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS, "there is an interface %s",
                   subject->name);
      return NULL;
    }
  put_bridge (self, subject);
  fake_world_edit_bridge (self->world, subject->name)->transient = subject->transient;
  tell_bridges (self);
  return self;
}

static gpointer
set_bridge_mtu (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  Subject *subject = data;
  const NwdBridge *old = g_hash_table_lookup (self->world->bridges, subject->name);

  if (!fake_host_network_check_there (self, error))
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

/* Those of a static configuration are there at once. */
static char **
list_addresses (const NwdIpConfig *ip)
{
  g_autofree char *four = g_strjoinv (" ", ip->ipv4.addresses);
  g_autofree char *six = g_strjoinv (" ", ip->ipv6.addresses);
  g_autofree char *all = g_strconcat (four, *four && *six ? " " : "", six, NULL);

  return g_strsplit (all, " ", 0);
}

static gpointer
reset_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;
  NwdBridge *bridge = NULL;

  if (!fake_host_network_check_there (self, error))
    return NULL;
  bridge = fake_world_edit_bridge (self->world, subject->name);
  g_strfreev (bridge->addresses);
  bridge->addresses = list_addresses (subject->ip);
  bridge->autoconnect = TRUE;
  nwd_bridge_set_ip (bridge, subject->ip);
  put_bridge (self, subject);
  return self;
}

static gpointer
restore_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;
  NwdBridge *bridge = NULL;

  if (!fake_host_network_check_there (self, error))
    return NULL;
  g_hash_table_replace (self->world->bridges, g_strdup (subject->name),
                        nwd_bridge_copy (subject->bridge));
  bridge = fake_world_edit_bridge (self->world, subject->name);
  bridge->active = TRUE;
  fake_world_set_text (&bridge->holder, bridge->profile_name);
  if (g_hash_table_contains (self->world->links, subject->name))
    fake_world_set_mtu (self->world, subject->name, subject->mtu);
  else
    fake_world_add_link (self->world, subject->name, "bridge", subject->mtu);
  tell_bridges (self);
  return self;
}

static gpointer
delete_bridge (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (g_hash_table_remove (self->world->bridges, subject->name))
    {
      subject->loose (subject->loose_data);
      if (!self->world->slow_links)
        fake_world_remove_link (self->world, subject->name);
    }
  tell_bridges (self);
  return self;
}

/* What else is for that NIC gives way. */
static void
take_nic (FakeWorld *world, const char *nic)
{
  if (g_hash_table_contains (world->managed, nic))
    g_hash_table_replace (world->managed, g_strdup (nic), nwd_nic_profile_new (nic, "", "", NULL));
}

static void
set_up_link (FakeWorld *world, const NwdUplink *uplink)
{
  if (uplink->vlan && !g_hash_table_contains (world->links, uplink->device))
    fake_world_add_link (world, uplink->device, "vlan", uplink->mtu);
  if (!uplink->vlan)
    take_nic (world, uplink->nic);
  fake_world_set_master (world, uplink->device, uplink->bridge);
  fake_world_set_mtu (world, uplink->device, uplink->live_mtu ? uplink->live_mtu : uplink->mtu);
}

static gpointer
put_uplink (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const NwdUplink *wanted = ((Subject *)data)->uplink;
  NwdUplink *uplink = NULL;

  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (*wanted->bridge && !g_hash_table_contains (self->world->bridges, wanted->bridge))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_SETUP_FAILED, "no bridge %s", wanted->bridge);
      return NULL;
    }
  uplink = nwd_uplink_copy (wanted);
  uplink->active = g_hash_table_contains (self->world->links, wanted->nic);
  uplink->absent = FALSE;
  nwd_uplink_set_before (uplink, "");
  if (!wanted->live_mtu)
    {
      g_strfreev (uplink->addresses);
      uplink->addresses = list_addresses (uplink->ip);
    }
  g_hash_table_replace (self->world->uplinks, g_strdup (uplink->device), uplink);
  if (uplink->active)
    set_up_link (self->world, uplink);
  uplink->live_mtu = 0;
  tell_bridges (self);
  fake_host_network_tell_managed (self);
  return self;
}

/* A NIC by whose profile it was before, too. */
static void
release_link (FakeWorld *world, const NwdUplink *uplink)
{
  NwdNicProfile *before = g_hash_table_lookup (world->profiles, uplink->before);

  if (uplink->vlan)
    fake_world_remove_link (world, uplink->device);
  else if (g_hash_table_contains (world->links, uplink->nic))
    fake_world_set_master (world, uplink->nic, "");
  if (before && *uplink->before)
    g_hash_table_replace (world->managed, g_strdup (uplink->nic), nwd_nic_profile_ref (before));
}

static gpointer
remove_uplink (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const NwdUplink *uplink = ((Subject *)data)->uplink;
  const NwdUplink *known = g_hash_table_lookup (self->world->uplinks, uplink->device);

  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (known && g_str_equal (known->bridge, uplink->bridge))
    {
      g_hash_table_remove (self->world->uplinks, uplink->device);
      release_link (self->world, uplink);
    }
  tell_bridges (self);
  fake_host_network_tell_managed (self);
  return self;
}

static gpointer
set_managed (FakeHostNetwork *self, const char *name, gboolean managed, GError **error)
{
  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (managed)
    g_hash_table_replace (self->world->managed, g_strdup (name),
                          nwd_nic_profile_new (name, "", "", NULL));
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

static gboolean
fake_host_network_is_bridge_loose (NwdHostNetwork *host_network, const char *name)
{
  const FakeWorld *world = FAKE_HOST_NETWORK (host_network)->world;

  return g_hash_table_contains (world->links, name)
         && !g_hash_table_contains (world->bridges, name);
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
  Subject *subject = subject_new (name, attachment_id, mtu);

  subject->transient = transient;
  run_subject (FAKE_HOST_NETWORK (host_network), transient ? "create-transient" : "create-bridge",
               subject, create_bridge, g_task_new (host_network, NULL, callback, user_data));
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
                                       NwdBridgeLoose loose,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  Subject *subject = subject_new (name, NULL, 0);

  subject->loose = loose;
  subject->loose_data = user_data;
  run_subject (FAKE_HOST_NETWORK (host_network), "delete-bridge", subject, delete_bridge,
               g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_reset_bridge_async (NwdHostNetwork *host_network,
                                      const char *name,
                                      const char *attachment_id,
                                      guint mtu,
                                      NwdIpConfig *ip,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Subject *subject = subject_new (name, attachment_id, mtu);

  subject->ip = nwd_ip_config_ref (ip);
  run_subject (FAKE_HOST_NETWORK (host_network), "reset-bridge", subject, reset_bridge,
               g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_restore_bridge_async (NwdHostNetwork *host_network,
                                        NwdBridge *bridge,
                                        guint mtu,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  Subject *subject = subject_new (bridge->name, bridge->attachment_id, mtu);

  subject->bridge = nwd_bridge_ref (bridge);
  run_subject (FAKE_HOST_NETWORK (host_network), "restore-bridge", subject, restore_bridge,
               g_task_new (host_network, NULL, callback, user_data));
}

static Subject *
subject_of_uplink (NwdUplink *uplink)
{
  Subject *subject = subject_new (uplink->device, NULL, uplink->mtu);

  subject->uplink = nwd_uplink_ref (uplink);
  return subject;
}

static void
fake_host_network_put_uplink_async (NwdHostNetwork *host_network,
                                    NwdUplink *uplink,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  run_subject (FAKE_HOST_NETWORK (host_network), uplink->transient ? "add-transient" : "add-port",
               subject_of_uplink (uplink), put_uplink,
               g_task_new (host_network, NULL, callback, user_data));
}

static void
fake_host_network_remove_uplink_async (NwdHostNetwork *host_network,
                                       NwdUplink *uplink,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  run_subject (FAKE_HOST_NETWORK (host_network), "remove-port", subject_of_uplink (uplink),
               remove_uplink, g_task_new (host_network, NULL, callback, user_data));
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
  interface->is_bridge_loose = fake_host_network_is_bridge_loose;
  interface->delete_bridge_async = fake_host_network_delete_bridge_async;
  interface->delete_bridge_finish = fake_host_network_finish;
  interface->restore_bridge_async = fake_host_network_restore_bridge_async;
  interface->restore_bridge_finish = fake_host_network_finish;
  interface->put_uplink_async = fake_host_network_put_uplink_async;
  interface->put_uplink_finish = fake_host_network_finish;
  interface->remove_uplink_async = fake_host_network_remove_uplink_async;
  interface->remove_uplink_finish = fake_host_network_finish;
  interface->set_managed_async = fake_host_network_set_managed_async;
  interface->set_managed_finish = fake_host_network_finish;
  fake_host_checkpoints_init (interface);
}
