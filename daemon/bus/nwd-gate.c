/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-gate.h"

#include "nwd-action.h"
#include "nwd-bus-error.h"
#include "nwd-callers.h"
#include "nwd-pending.h"

#include "core/nwd-error.h"

struct _NwdGate
{
  GObject parent;
  NwdAuthority *authority;
  const NwdVerb *verbs;
  gpointer context;
  NwdLimits limits;
  NwdCallers *callers;
  GPtrArray *checking; /* of NwdPending, which wait for the authority */
};

G_DEFINE_FINAL_TYPE (NwdGate, nwd_gate, G_TYPE_OBJECT)

static void advance (NwdGate *self, NwdCaller *caller, NwdPending *arriving);

/* Takes the call out of all books; it is the caller's then. */
static void
withdraw (NwdGate *self, NwdPending *call)
{
  g_queue_remove (nwd_caller_get_calls (call->caller), call);
  g_ptr_array_remove_fast (self->checking, call);
  if (g_queue_is_empty (nwd_caller_get_calls (call->caller)))
    nwd_callers_rest (self->callers, call->caller);
}

static void
refuse (NwdGate *self, NwdPending *call, const GError *error)
{
  withdraw (self, call);
  g_info ("%s of %s, uid %u: %s", call->verb->method, nwd_caller_get_name (call->caller),
          nwd_caller_get_uid (call->caller), error->message);
  nwd_bus_error_return (call->invocation, error);
  nwd_pending_free (call);
}

static void
refuse_code (NwdGate *self, NwdPending *call, NwdError code, const char *reason)
{
  g_autoptr (GError) error
    = g_error_new (NWD_ERROR, code, "cannot call %s: %s", call->verb->method, reason);

  refuse (self, call, error);
}

static void
refuse_interaction (NwdGate *self, NwdPending *call)
{
  g_autofree char *text
    = g_strdup_printf ("cannot call %s: action org.ovirt.netwiring.%s needs a "
                       "password, and the call does not allow to ask for it",
                       call->verb->method, nwd_pending_get_check (call)->action);

  withdraw (self, call);
  nwd_bus_error_return_interaction_needed (call->invocation, text);
  nwd_pending_free (call);
}

static void
run (NwdGate *self, NwdPending *call)
{
  withdraw (self, call);
  g_info ("%s of %s, uid %u", call->verb->method, nwd_caller_get_name (call->caller),
          nwd_caller_get_uid (call->caller));
  call->request->options.uid = nwd_caller_get_uid (call->caller);
  call->request->options.action = call->verb->method;
  call->verb->run (self->context, g_steal_pointer (&call->request), call->invocation);
  nwd_pending_free (call);
}

/* The caller has left. What still waits for its turn ends first, or the end of a check, which may
 * come as soon as that is cancelled, would give it one. */
static void
on_gone (NwdCaller *caller, gpointer data)
{
  g_autoptr (NwdGate) self = g_object_ref (data);
  g_autoptr (GPtrArray) checks = g_ptr_array_new_with_free_func (g_object_unref);
  GList *next = NULL;

  for (GList *l = nwd_caller_get_calls (caller)->head; l; l = next)
    {
      NwdPending *call = l->data;

      next = l->next;
      if (call->cancellable)
        g_ptr_array_add (checks, g_object_ref (call->cancellable));
      else
        refuse_code (self, call, NWD_ERROR_NOT_AUTHORIZED, "the caller has left");
    }
  for (guint i = 0; i < checks->len; i++)
    g_cancellable_cancel (checks->pdata[i]);
}

static gboolean
on_time_up (gpointer data)
{
  NwdPending *call = data;

  call->timer = 0;
  call->timed_out = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_REMOVE;
}

static void on_checked (GObject *source, GAsyncResult *result, gpointer data);

static void
check_next (NwdGate *self, NwdPending *call)
{
  const NwdCheck *check = nwd_pending_get_check (call);

  nwd_authority_check_async (self->authority, nwd_caller_get_name (call->caller), check->action,
                             (const char *const *)check->details, call->interactive,
                             call->cancellable, on_checked, call);
}

static gboolean
has_room (NwdGate *self, guint32 uid)
{
  guint own = 0;

  for (guint i = 0; i < self->checking->len; i++)
    if (nwd_caller_get_uid (((NwdPending *)self->checking->pdata[i])->caller) == uid)
      own++;
  return own < self->limits.checks_per_uid && self->checking->len < self->limits.checks;
}

static void
begin_checks (NwdGate *self, NwdPending *call)
{
  if (!has_room (self, nwd_caller_get_uid (call->caller)))
    {
      refuse_code (self, call, NWD_ERROR_LIMIT_EXCEEDED, "too many calls wait for authorization");
      return;
    }

  g_ptr_array_add (self->checking, call);
  call->cancellable = g_cancellable_new ();
  call->timer = g_timeout_add_seconds (self->limits.check_time, on_time_up, call);
  nwd_caller_watch (call->caller, on_gone, self);
  nwd_pending_begin_checks (call);
  check_next (self, call);
}

/* Every action was granted, for what was known when polkit was asked. */
static void
end_checks (NwdGate *self, NwdPending *call)
{
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  if (!nwd_pending_look_again (call, self->context, &same, &error))
    refuse (self, call, error);
  else if (same)
    run (self, call);
  else
    {
      nwd_pending_begin_checks (call);
      check_next (self, call);
    }
}

static void
refuse_verdict (NwdGate *self, NwdPending *call, NwdVerdict verdict, const GError *error)
{
  const char *reason = error                                      ? error->message
                       : verdict == NWD_VERDICT_NEEDS_INTERACTION ? "there is nobody to ask"
                                                                  : "polkit says no";
  g_autofree char *text = g_strdup_printf (
    "action org.ovirt.netwiring.%s is not granted to uid %u: %s",
    nwd_pending_get_check (call)->action, nwd_caller_get_uid (call->caller), reason);

  if (call->timed_out)
    refuse_code (self, call, NWD_ERROR_AUTHORIZATION_CANCELED, "authorization took too long");
  else if (!error && verdict == NWD_VERDICT_NEEDS_INTERACTION && !nwd_pending_may_interact (call))
    refuse_interaction (self, call);
  else if (!error && verdict == NWD_VERDICT_DISMISSED)
    refuse_code (self, call, NWD_ERROR_AUTHORIZATION_CANCELED, "the dialog was dismissed");
  else
    refuse_code (self, call, NWD_ERROR_NOT_AUTHORIZED, text);
}

/* Not granted now, but somebody may yet grant it together with others. */
static gboolean
can_wait (NwdPending *call, NwdVerdict verdict)
{
  return verdict == NWD_VERDICT_NEEDS_INTERACTION && !call->interactive
         && nwd_pending_may_interact (call);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  NwdPending *call = data;
  g_autoptr (NwdGate) self = g_object_ref (call->gate);
  g_autoptr (NwdCaller) caller = nwd_caller_ref (call->caller);
  g_autoptr (GError) error = NULL;
  NwdVerdict verdict = nwd_authority_check_finish (self->authority, result, &error);

  /* A "yes" may be under way already when the caller leaves. */
  if (!error)
    g_cancellable_set_error_if_cancelled (call->cancellable, &error);

  if (error || (verdict != NWD_VERDICT_YES && !can_wait (call, verdict)))
    refuse_verdict (self, call, verdict, error);
  else
    {
      nwd_pending_next_check (call, verdict == NWD_VERDICT_YES);
      if (nwd_pending_get_check (call))
        check_next (self, call);
      else
        end_checks (self, call);
    }
  advance (self, caller, /* arriving= */ NULL);
}

static gboolean
is_owner (const NwdPending *call)
{
  return nwd_pending_is_owners (call) && nwd_caller_get_uid (call->caller) == call->request->owner;
}

static void
start (NwdGate *self, NwdPending *call, gboolean has_waited)
{
  g_autoptr (GError) error = NULL;
  gboolean same = FALSE;

  if (has_waited && !nwd_pending_look_again (call, self->context, &same, &error))
    refuse (self, call, error);
  else if (nwd_caller_get_uid (call->caller) == 0 || is_owner (call))
    run (self, call);
  else if (nwd_pending_is_owners (call))
    refuse_code (self, call, NWD_ERROR_NOT_AUTHORIZED, "only who made it may, and root");
  else
    begin_checks (self, call);
}

static gboolean
is_held_back (GList *link)
{
  const NwdPending *call = link->data;

  for (GList *l = link->prev; l; l = l->prev)
    if (nwd_request_meets (((NwdPending *)l->data)->request, call->request))
      return TRUE;
  return FALSE;
}

static void
on_identified (NwdCaller *caller, gpointer data)
{
  g_autoptr (NwdGate) self = g_object_ref (data);

  if (nwd_caller_get_uid (caller) == NWD_CALLER_NO_UID)
    on_gone (caller, self);
  else
    advance (self, caller, /* arriving= */ NULL);
}

/* Behind a dialog that nobody answers one user could fill every place that the guard has. */
static void
refuse_latest (NwdGate *self, NwdCaller *caller)
{
  const guint32 uid = nwd_caller_get_uid (caller);
  NwdPending *latest = g_queue_peek_tail (nwd_caller_get_calls (caller));

  while (latest && !latest->cancellable
         && nwd_callers_count_waiting (self->callers, uid) > self->limits.waiting_per_uid)
    {
      refuse_code (self, latest, NWD_ERROR_LIMIT_EXCEEDED, "too many calls wait behind others");
      latest = g_queue_peek_tail (nwd_caller_get_calls (caller));
    }
}

/* Starts every call that nothing holds back. @arriving has not waited for anything yet. */
static void
advance (NwdGate *self, NwdCaller *caller, NwdPending *arriving)
{
  GList *next = NULL;

  if (nwd_caller_get_uid (caller) == NWD_CALLER_NO_UID)
    {
      nwd_caller_identify (caller, on_identified, self);
      return;
    }
  for (GList *l = nwd_caller_get_calls (caller)->head; l; l = next)
    {
      NwdPending *call = l->data;

      next = l->next;
      if (!call->cancellable && !is_held_back (l))
        start (self, call, call != arriving);
    }
  refuse_latest (self, caller);
}

static void
queue (NwdGate *self,
       GDBusMethodInvocation *invocation,
       const NwdVerb *verb,
       const char *id,
       GPtrArray *actions,
       NwdRequest *request)
{
  g_autoptr (NwdCaller) caller = nwd_caller_ref (
    nwd_callers_get (self->callers, g_dbus_method_invocation_get_sender (invocation)));
  NwdPending *call = nwd_pending_new (self, caller, invocation, verb, id, actions, request);

  g_queue_push_tail (nwd_caller_get_calls (caller), call);
  advance (self, caller, call);
}

static void
refuse_unserved (GDBusMethodInvocation *invocation)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  g_critical ("%s.%s has no action or no verb",
              g_dbus_method_invocation_get_interface_name (invocation), method);
  g_dbus_method_invocation_return_dbus_error (invocation, NWD_BUS_ERROR_PREFIX "NotAuthorized",
                                              "nobody may call this method");
}

static gboolean
is_public (GPtrArray *actions)
{
  return actions->len == 1 && *(char **)g_ptr_array_index (actions, 0) == NULL;
}

/* Who changes nothing that is known needs no permission for it: that must not happen. */
static gboolean
fits (GPtrArray *actions, const NwdRequest *request)
{
  return request->objects->len > 0 && (actions->len == 1 || actions->len == request->objects->len);
}

void
nwd_gate_take (NwdGate *self, const char *id, GDBusMethodInvocation *invocation)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  const NwdVerb *verb
    = nwd_verb_find (self->verbs, g_dbus_method_invocation_get_interface_name (invocation),
                     g_dbus_method_invocation_get_method_name (invocation));
  g_autoptr (GPtrArray) actions
    = nwd_action_list (g_dbus_method_invocation_get_method_info (invocation), parameters);
  g_autoptr (NwdRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  if (!actions || !verb)
    {
      refuse_unserved (invocation);
      return;
    }
  request = verb->parse (self->context, verb, id, parameters, &error);
  if (!request)
    nwd_bus_error_return (invocation, error);
  else if (!fits (actions, request))
    refuse_unserved (invocation);
  else if (is_public (actions))
    verb->run (self->context, g_steal_pointer (&request), invocation);
  else
    queue (self, invocation, verb, id, g_steal_pointer (&actions), g_steal_pointer (&request));
}

guint
nwd_gate_count_checks (NwdGate *self)
{
  return self->checking->len;
}

NwdGate *
nwd_gate_new (GDBusConnection *connection,
              NwdAuthority *authority,
              const NwdVerb *verbs,
              gpointer context,
              const NwdLimits *limits)
{
  NwdGate *self = g_object_new (NWD_TYPE_GATE, NULL);

  self->callers = nwd_callers_new (connection);
  self->authority = g_object_ref (authority);
  self->verbs = verbs;
  self->context = context;
  self->limits = *limits;
  return self;
}

static void
nwd_gate_init (NwdGate *self)
{
  self->checking = g_ptr_array_new ();
}

static void
nwd_gate_finalize (GObject *object)
{
  NwdGate *self = NWD_GATE (object);

  g_clear_pointer (&self->callers, nwd_callers_free);
  g_ptr_array_unref (self->checking);
  g_clear_object (&self->authority);
  G_OBJECT_CLASS (nwd_gate_parent_class)->finalize (object);
}

static void
nwd_gate_class_init (NwdGateClass *class)
{
  G_OBJECT_CLASS (class)->finalize = nwd_gate_finalize;
}
