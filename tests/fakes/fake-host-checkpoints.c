/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-host-network-private.h"

#include "core/nwd-error.h"

static gboolean
check_there (const FakeHostNetwork *self, GError **error)
{
  if (self->state == NWD_BACKEND_CONNECTED)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, "no connection");
  return FALSE;
}

/* It ends by itself before long, as if it had never been there, unless it is extended. */
static gpointer
create (gpointer fake, gpointer names, GError **error)
{
  FakeHostNetwork *self = fake;

  if (!check_there (self, error))
    return NULL;
  if (!*self->world->checkpoint)
    return g_strdup (names);
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY, "%s decides on %s", self->world->checkpoint,
               (char *)names);
  return NULL;
}

static gpointer
extend (gpointer fake, gpointer id, GError **error)
{
  FakeHostNetwork *self = fake;

  if (!check_there (self, error))
    return NULL;
  fake_world_set_text (&self->world->checkpoint, id);
  return self;
}

static gpointer
end (gpointer fake, gpointer id, GError **error)
{
  FakeHostNetwork *self = fake;

  if (!check_there (self, error))
    return NULL;
  if (g_str_equal (self->world->checkpoint, id))
    fake_world_set_text (&self->world->checkpoint, "");
  return self;
}

static void
run (NwdHostNetwork *host_network,
     const char *verb,
     const char *subject,
     FakeEffect effect,
     GDestroyNotify result_free,
     GTask *task)
{
  fake_script_run_async (FAKE_HOST_NETWORK (host_network)->script,
                         g_strconcat (verb, " ", subject, NULL), task, effect, g_strdup (subject),
                         g_free, result_free);
}

static void
create_async (NwdHostNetwork *host_network,
              const char *const *names,
              guint seconds,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autofree char *all = g_strjoinv (",", (char **)names);

  run (host_network, "guard", all, create, g_free,
       g_task_new (host_network, NULL, callback, user_data));
}

static char *
create_finish (NwdHostNetwork *host_network, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
extend_async (NwdHostNetwork *host_network,
              const char *id,
              guint seconds,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  run (host_network, "extend-guard", id, extend, NULL,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
end_async (NwdHostNetwork *host_network,
           const char *id,
           gboolean restore,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  run (host_network, restore ? "restore-guard" : "end-guard", id, end, NULL,
       g_task_new (host_network, NULL, callback, user_data));
}

static gboolean
finish (NwdHostNetwork *host_network, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
fake_host_checkpoints_init (NwdHostNetworkInterface *interface)
{
  interface->create_checkpoint_async = create_async;
  interface->create_checkpoint_finish = create_finish;
  interface->extend_checkpoint_async = extend_async;
  interface->extend_checkpoint_finish = finish;
  interface->end_checkpoint_async = end_async;
  interface->end_checkpoint_finish = finish;
}
