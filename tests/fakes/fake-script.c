/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-script.h"

#include "core/nwd-error.h"

typedef struct
{
  guint number; /* 0: by name */
  char *name;
  FakeMoment moment;
  int code;
} Rule;

typedef struct
{
  FakeScript *script;
  guint number;
  char *name;
  GTask *task;
  FakeEffect effect;
  gpointer argument;
  GDestroyNotify argument_free;
  GDestroyNotify result_free;
  gpointer result; /* set once the effect is there */
  GError *error;
  FakeMoment held;
} Call;

struct _FakeScript
{
  GPtrArray *calls;
  GPtrArray *failures; /* of Rule */
  GPtrArray *holds;    /* of Rule */
  GQueue held;         /* of Call */
  FakeProbe probe;
  gpointer probe_data;
};

static void
rule_free (Rule *rule)
{
  g_free (rule->name);
  g_free (rule);
}

FakeScript *
fake_script_new (void)
{
  FakeScript *script = g_new0 (FakeScript, 1);

  script->calls = g_ptr_array_new_with_free_func (g_free);
  script->failures = g_ptr_array_new_with_free_func ((GDestroyNotify)rule_free);
  script->holds = g_ptr_array_new_with_free_func ((GDestroyNotify)rule_free);
  return script;
}

void
fake_script_free (FakeScript *script)
{
  g_assert_cmpuint (script->held.length, ==, 0);
  g_ptr_array_unref (script->calls);
  g_ptr_array_unref (script->failures);
  g_ptr_array_unref (script->holds);
  g_free (script);
}

void
fake_script_set_probe (FakeScript *script, FakeProbe probe, gpointer data)
{
  script->probe = probe;
  script->probe_data = data;
}

static void
add_rule (GPtrArray *rules, guint number, const char *name, FakeMoment moment, int code)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->number = number;
  rule->name = g_strdup (name);
  rule->moment = moment;
  rule->code = code;
  g_ptr_array_add (rules, rule);
}

void
fake_script_fail_number (FakeScript *script, guint number, FakeMoment moment, int code)
{
  add_rule (script->failures, number, NULL, moment, code);
}

void
fake_script_fail_name (FakeScript *script, const char *name, FakeMoment moment, int code)
{
  add_rule (script->failures, 0, name, moment, code);
}

void
fake_script_clear_failures (FakeScript *script)
{
  g_ptr_array_set_size (script->failures, 0);
}

static const Rule *
find_rule (GPtrArray *rules, guint number, const char *name, FakeMoment moment)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (rules, i);
      gboolean meant = rule->name ? g_str_has_prefix (name, rule->name) : rule->number == number;

      if (meant && rule->moment == moment)
        return rule;
    }
  return NULL;
}

/* --- what was called --- */

GPtrArray *
fake_script_get_calls (const FakeScript *script)
{
  return script->calls;
}

guint
fake_script_count (const FakeScript *script, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < script->calls->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (script->calls, i), name))
      n++;
  return n;
}

void
fake_script_forget (FakeScript *script)
{
  g_ptr_array_set_size (script->calls, 0);
}

/* Takes @name. */
static guint
record (FakeScript *script, char *name)
{
  g_ptr_array_add (script->calls, name);
  return script->calls->len;
}

/* --- calls --- */

static gboolean
may_go_on (FakeScript *script, guint number, const char *name, FakeMoment moment, GError **error)
{
  const Rule *rule = find_rule (script->failures, number, name, moment);

  if (script->probe)
    script->probe (number, moment, script->probe_data);
  if (rule)
    g_set_error (error, NWD_ERROR, rule->code, "as the test wants: %s", name);
  return !rule;
}

gpointer
fake_script_run (FakeScript *script,
                 char *name,
                 FakeEffect effect,
                 gpointer fake,
                 gpointer argument,
                 GError **error)
{
  guint number = record (script, name);
  gpointer result = NULL;

  if (!may_go_on (script, number, name, FAKE_BEFORE, error))
    return NULL;
  result = effect (fake, argument, error);
  return result && may_go_on (script, number, name, FAKE_AFTER, error) ? result : NULL;
}

static void
answer (Call *call)
{
  if (call->error)
    g_task_return_error (call->task, g_steal_pointer (&call->error));
  else
    g_task_return_pointer (call->task, call->result, call->result_free);
  g_object_unref (call->task);
  g_free (call->name);
  g_free (call);
}

static void
take_effect (Call *call)
{
  FakeScript *script = call->script;

  if (may_go_on (script, call->number, call->name, FAKE_BEFORE, &call->error))
    call->result
      = call->effect (g_task_get_source_object (call->task), call->argument, &call->error);
  if (call->result && !may_go_on (script, call->number, call->name, FAKE_AFTER, &call->error)
      && call->result_free)
    call->result_free (call->result);
  if (call->argument_free)
    call->argument_free (call->argument);
}

static void
hold (Call *call, FakeMoment moment)
{
  call->held = moment;
  g_queue_push_tail (&call->script->held, call);
}

static void
proceed (Call *call)
{
  take_effect (call);
  if (find_rule (call->script->holds, 0, call->name, FAKE_AFTER))
    hold (call, FAKE_AFTER);
  else
    answer (call);
}

static gboolean
on_its_turn (gpointer data)
{
  Call *call = data;

  if (find_rule (call->script->holds, 0, call->name, FAKE_BEFORE))
    hold (call, FAKE_BEFORE);
  else
    proceed (call);
  return G_SOURCE_REMOVE;
}

void
fake_script_run_async (FakeScript *script,
                       char *name,
                       GTask *task,
                       FakeEffect effect,
                       gpointer argument,
                       GDestroyNotify argument_free,
                       GDestroyNotify result_free)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  call->script = script;
  call->number = record (script, name);
  call->name = g_strdup (name);
  call->task = task;
  call->effect = effect;
  call->argument = argument;
  call->argument_free = argument_free;
  call->result_free = result_free;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_its_turn, call, NULL);
  g_source_attach (source, g_task_get_context (task));
  /* cppcheck-suppress memleak; the source has it */
}

/* --- held calls --- */

void
fake_script_hold (FakeScript *script, const char *name, FakeMoment moment)
{
  add_rule (script->holds, 0, name, moment, 0);
}

void
fake_script_release (FakeScript *script, const char *name)
{
  g_autoptr (GPtrArray) released = g_ptr_array_new ();

  for (guint i = script->holds->len; i > 0; i--)
    if (g_str_has_prefix (((Rule *)g_ptr_array_index (script->holds, i - 1))->name, name))
      g_ptr_array_remove_index (script->holds, i - 1);
  for (GList *l = script->held.head, *next; l; l = next)
    {
      Call *call = l->data;

      next = l->next;
      if (!g_str_has_prefix (call->name, name))
        continue;
      g_queue_delete_link (&script->held, l);
      g_ptr_array_add (released, call);
    }
  for (guint i = 0; i < released->len; i++)
    {
      Call *call = g_ptr_array_index (released, i);

      if (call->held == FAKE_BEFORE)
        proceed (call);
      else
        answer (call);
    }
}

guint
fake_script_count_held (const FakeScript *script)
{
  return script->held.length;
}
