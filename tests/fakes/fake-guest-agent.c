/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-guest-agent.h"

#include "core/nwd-error.h"

struct _FakeGuestAgent
{
  GObject parent;

  FakeWorld *world;
  FakeScript *script;
  GHashTable *said;    /* VM id → GPtrArray of NwdGuestClaim */
  GHashTable *hanging; /* set of VM ids */
  GPtrArray *threads;  /* GThread of each that was asked and hangs */
  GMutex mutex;
  GCond woken;
  guint wakes;
};

typedef struct
{
  char *vm_id;
  NwdGuestSource source;
} Question;

static void fake_guest_agent_interface_init (NwdGuestAgentInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeGuestAgent,
                               fake_guest_agent,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_GUEST_AGENT,
                                                      fake_guest_agent_interface_init))

static void
fake_guest_agent_finalize (GObject *object)
{
  FakeGuestAgent *self = FAKE_GUEST_AGENT (object);

  g_hash_table_unref (self->said);
  g_hash_table_unref (self->hanging);
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->woken);
  G_OBJECT_CLASS (fake_guest_agent_parent_class)->finalize (object);
}

static void
fake_guest_agent_class_init (FakeGuestAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_guest_agent_finalize;
}

static void
join (gpointer thread)
{
  g_thread_join (thread);
}

static void
fake_guest_agent_init (FakeGuestAgent *self)
{
  self->said
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->hanging = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->threads = g_ptr_array_new_with_free_func (join);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->woken);
}

FakeGuestAgent *
fake_guest_agent_new (FakeWorld *world, FakeScript *script)
{
  FakeGuestAgent *self = g_object_new (FAKE_TYPE_GUEST_AGENT, NULL);

  self->world = world;
  self->script = script;
  return self;
}

void
fake_guest_agent_say (FakeGuestAgent *self, const char *vm_id, GPtrArray *claims)
{
  g_hash_table_replace (self->said, g_strdup (vm_id), claims);
}

/* --- who hangs --- */

void
fake_guest_agent_hang (FakeGuestAgent *self, const char *vm_id)
{
  g_hash_table_add (self->hanging, g_strdup (vm_id));
}

void
fake_guest_agent_time_out (FakeGuestAgent *self)
{
  g_mutex_lock (&self->mutex);
  self->wakes++;
  g_cond_broadcast (&self->woken);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_set_size (self->threads, 0);
}

void
fake_guest_agent_revive (FakeGuestAgent *self)
{
  g_hash_table_remove_all (self->hanging);
  fake_guest_agent_time_out (self);
}

guint
fake_guest_agent_count_hanging (FakeGuestAgent *self)
{
  return self->threads->len;
}

/* One that was asked. */
typedef struct
{
  GTask *task;
  guint wakes; /* how often they had timed out before */
} Hanging;

static gpointer
hang (gpointer data)
{
  g_autofree Hanging *hanging = data;
  g_autoptr (GTask) task = hanging->task;
  FakeGuestAgent *self = g_task_get_source_object (task);

  g_mutex_lock (&self->mutex);
  while (self->wakes == hanging->wakes)
    g_cond_wait (&self->woken, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_task_return_new_error (task, NWD_ERROR, NWD_ERROR_TIMEOUT, "the guest does not answer");
  return NULL;
}

/* Takes @task. */
static void
begin_to_hang (FakeGuestAgent *self, GTask *task)
{
  Hanging *hanging = g_new (Hanging, 1);

  *hanging = (Hanging){ task, self->wakes };
  g_ptr_array_add (self->threads, g_thread_new ("guest", hang, hanging));
}

/* --- answers --- */

static NwdGuestClaim *
claim_copy (const NwdGuestClaim *claim)
{
  NwdGuestClaim *copy = nwd_guest_claim_new (claim->source, claim->name, claim->mac);

  for (guint i = 0; i < claim->addresses->len; i++)
    g_ptr_array_add (copy->addresses, g_strdup (claim->addresses->pdata[i]));
  return copy;
}

static gpointer
ask (gpointer fake, gpointer argument, GError **error)
{
  const Question *question = argument;
  GPtrArray *said = g_hash_table_lookup (FAKE_GUEST_AGENT (fake)->said, question->vm_id);
  GPtrArray *claims = nwd_guest_claims_new ();

  for (guint i = 0; said && i < said->len; i++)
    if (((NwdGuestClaim *)said->pdata[i])->source == question->source)
      g_ptr_array_add (claims, claim_copy (said->pdata[i]));
  return claims;
}

static void
question_free (gpointer data)
{
  g_free (((Question *)data)->vm_id);
  g_free (data);
}

static void
fake_guest_agent_ask_async (NwdGuestAgent *agent,
                            const char *vm_id,
                            NwdGuestSource source,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  FakeGuestAgent *self = FAKE_GUEST_AGENT (agent);
  const NwdDomain *domain = fake_world_get_domain (self->world, vm_id);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Question *question = NULL;

  if (g_hash_table_contains (self->hanging, vm_id))
    {
      begin_to_hang (self, task);
      return;
    }
  question = g_new (Question, 1);
  *question = (Question){ g_strdup (vm_id), source };
  fake_script_run_async (
    self->script,
    g_strconcat (source == NWD_GUEST_BY_AGENT ? "ask-agent " : "ask-leases ", domain->name, NULL),
    task, ask, question, question_free, (GDestroyNotify)g_ptr_array_unref);
}

static GPtrArray *
fake_guest_agent_ask_finish (NwdGuestAgent *agent, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_guest_agent_interface_init (NwdGuestAgentInterface *interface)
{
  interface->ask_async = fake_guest_agent_ask_async;
  interface->ask_finish = fake_guest_agent_ask_finish;
}
