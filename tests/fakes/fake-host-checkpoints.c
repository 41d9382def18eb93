/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-host-network-private.h"

#include "core/nwd-error.h"

typedef struct
{
  char *names;
  guint seconds;
} Subject;

static void
subject_free (gpointer data)
{
  g_free (((Subject *)data)->names);
  g_free (data);
}

/* It is fleeting, no part of the world, until it is extended: it ends by itself before long, as if
 * it had never been there. */
static gpointer
create (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!fake_host_network_check_there (self, error))
    return NULL;
  if (*self->world->checkpoint || *self->fleeting)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY, "%s decides on %s", self->world->checkpoint,
                   subject->names);
      return NULL;
    }
  fake_world_set_text (&self->fleeting, subject->names);
  return g_strdup (subject->names);
}

static gboolean
check_not_over (const FakeHostNetwork *self, const char *names, GError **error)
{
  if (g_str_equal (self->world->checkpoint, names) || g_str_equal (self->fleeting, names))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "checkpoint of %s is over", names);
  return FALSE;
}

static gpointer
extend (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!fake_host_network_check_there (self, error) || !check_not_over (self, subject->names, error))
    return NULL;
  fake_world_set_text (&self->world->checkpoint, subject->names);
  self->world->checkpoint_seconds = subject->seconds;
  fake_world_set_text (&self->fleeting, "");
  return self;
}

static gpointer
end (gpointer fake, gpointer data, GError **error)
{
  FakeHostNetwork *self = fake;
  const Subject *subject = data;

  if (!fake_host_network_check_there (self, error) || !check_not_over (self, subject->names, error))
    return NULL;
  fake_world_set_text (&self->world->checkpoint, "");
  fake_world_set_text (&self->fleeting, "");
  return self;
}

void
fake_host_network_forget_checkpoint (FakeHostNetwork *self)
{
  fake_world_set_text (&self->world->checkpoint, "");
  fake_world_set_text (&self->fleeting, "");
}

static void
run (NwdHostNetwork *host_network,
     const char *verb,
     const char *names,
     guint seconds,
     FakeEffect effect,
     GDestroyNotify result_free,
     GTask *task)
{
  Subject *subject = g_new (Subject, 1);

  *subject = (Subject){ g_strdup (names), seconds };
  fake_script_run_async (FAKE_HOST_NETWORK (host_network)->script,
                         g_strconcat (verb, " ", names, NULL), task, effect, subject, subject_free,
                         result_free);
}

static void
create_async (NwdHostNetwork *host_network,
              const char *const *names,
              guint seconds,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autofree char *all = g_strjoinv (",", (char **)names);

  run (host_network, "guard", all, seconds, create, g_free,
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
  run (host_network, "extend-guard", id, seconds, extend, NULL,
       g_task_new (host_network, NULL, callback, user_data));
}

static void
end_async (NwdHostNetwork *host_network,
           const char *id,
           gboolean restore,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  run (host_network, restore ? "restore-guard" : "end-guard", id, 0, end, NULL,
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
