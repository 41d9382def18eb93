/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-authority.h"

struct _FakeAuthority
{
  GObject parent;
  GHashTable *verdicts; /* action → NwdVerdict; with "!" behind it: of somebody who is asked */
  gboolean broken;
  gboolean held;
  GQueue waiting; /* of GTask */
  GPtrArray *log;
};

/* @key: the action, with "!" behind it where somebody is asked. */
static NwdVerdict
get_verdict (FakeAuthority *self, const char *key)
{
  g_autofree char *action = g_strdelimit (g_strdup (key), "!", '\0');
  gpointer verdict = NULL;

  if (!g_hash_table_lookup_extended (self->verdicts, key, NULL, &verdict))
    verdict = g_hash_table_lookup (self->verdicts, action);
  return (NwdVerdict)GPOINTER_TO_INT (verdict);
}

static void
end (FakeAuthority *self, GTask *task)
{

  if (self->broken)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "polkitd is away");
  else
    g_task_return_int (task, get_verdict (self, g_task_get_task_data (task)));
  g_object_unref (task);
}

static void
on_cancelled (GCancellable *cancellable, GTask *task)
{
  FakeAuthority *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->waiting, task))
    end (self, task); /* GTask turns it into G_IO_ERROR_CANCELLED */
}

static char *
describe (const char *action, const char *const *details, gboolean interactive)
{
  GString *text = g_string_new (action);

  for (; details[0]; details += 2)
    g_string_append_printf (text, " %s=%s", details[0], details[1]);
  if (interactive)
    g_string_append (text, " !");
  return g_string_free (text, FALSE);
}

static void
check_async (NwdAuthority *authority,
             const char *sender,
             const char *action,
             const char *const *details,
             gboolean interactive,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  FakeAuthority *self = FAKE_AUTHORITY (authority);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strconcat (action, interactive ? "!" : "", NULL), g_free);
  g_ptr_array_add (self->log, describe (action, details, interactive));
  if (!self->held)
    {
      end (self, task);
      return;
    }
  g_queue_push_tail (&self->waiting, task);
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);
}

static NwdVerdict
check_finish (NwdAuthority *authority, GAsyncResult *result, GError **error)
{
  gssize verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? NWD_VERDICT_NO : (NwdVerdict)verdict;
}

static void
implement_authority (NwdAuthorityInterface *interface)
{
  interface->check_async = check_async;
  interface->check_finish = check_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeAuthority,
                               fake_authority,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NWD_TYPE_AUTHORITY, implement_authority))

void
fake_authority_set_verdict (FakeAuthority *self, const char *action, NwdVerdict verdict)
{
  g_hash_table_insert (self->verdicts, g_strdup (action), GINT_TO_POINTER (verdict));
}

void
fake_authority_set_human (FakeAuthority *self, const char *action, NwdVerdict verdict)
{
  g_hash_table_insert (self->verdicts, g_strconcat (action, "!", NULL), GINT_TO_POINTER (verdict));
}

void
fake_authority_set_broken (FakeAuthority *self, gboolean broken)
{
  self->broken = broken;
}

void
fake_authority_set_held (FakeAuthority *self, gboolean held)
{
  self->held = held;
}

void
fake_authority_release (FakeAuthority *self)
{
  GTask *task = g_queue_pop_head (&self->waiting);

  g_signal_handlers_disconnect_by_func (g_task_get_cancellable (task), on_cancelled, task);
  end (self, task);
}

guint
fake_authority_count_held (FakeAuthority *self)
{
  return self->waiting.length;
}

GPtrArray *
fake_authority_get_log (FakeAuthority *self)
{
  return self->log;
}

FakeAuthority *
fake_authority_new (void)
{
  return g_object_new (FAKE_TYPE_AUTHORITY, NULL);
}

static void
fake_authority_init (FakeAuthority *self)
{
  self->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->log = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->waiting);
}

static void
fake_authority_finalize (GObject *object)
{
  FakeAuthority *self = FAKE_AUTHORITY (object);

  g_hash_table_unref (self->verdicts);
  g_ptr_array_unref (self->log);
  G_OBJECT_CLASS (fake_authority_parent_class)->finalize (object);
}

static void
fake_authority_class_init (FakeAuthorityClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_authority_finalize;
}
