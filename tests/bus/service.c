/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "service.h"

#include "bus/nwd-argument.h"
#include "core/nwd-path.h"
#include "bus/nwd-bus-error.h"
#include "bus/nwd-guard.h"
#include "bus/nwd-publish.h"
#include "core/nwd-error.h"

static guint open_calls;

static char **
details_of (const NwdVnic *vnic)
{
  char **details = g_new0 (char *, 3);

  details[0] = g_strdup ("network");
  details[1] = g_strdup (vnic->live_network_id);
  return details;
}

static NwdRequest *
parse_vnic (
  gpointer context, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  Service *service = context;
  const NwdVnic *vnic = nwd_argument_called_vnic (service->state, id, error);
  gboolean linked = FALSE;
  NwdOptions options;

  if (!vnic || !nwd_argument_options (nwd_argument_wiring_options, parameters, &options, error))
    return NULL;
  if (g_str_equal (verb->method, "SetLinked"))
    g_variant_get_child (parameters, 0, "b", &linked);

  return nwd_request_new (vnic->vm_id, details_of (vnic), &options, GINT_TO_POINTER (linked), NULL);
}

static NwdRequest *
parse_wiring (
  gpointer context, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  Service *service = context;
  g_autoptr (GVariant) changes = g_variant_get_child_value (parameters, 0);
  g_autoptr (NwdRequest) request = NULL;
  NwdOptions options;

  if (!nwd_argument_options (nwd_argument_wiring_options, parameters, &options, error))
    return NULL;
  request = nwd_request_new_of_many (&options, NULL, NULL);
  for (gsize i = 0; i < g_variant_n_children (changes); i++)
    {
      g_autofree char *vnic_id = NULL;
      const char *path;
      const NwdVnic *vnic = NULL;

      g_variant_get_child (changes, i, "(&o@a{sv})", &path, NULL);
      vnic_id = nwd_path_parse (NWD_KIND_VNIC, path);
      vnic = nwd_argument_called_vnic (service->state, vnic_id, error);
      if (!vnic)
        return NULL;
      nwd_request_add (request, vnic->vm_id, details_of (vnic));
    }
  return g_steal_pointer (&request);
}

static NwdRequest *
parse_host (
  gpointer context, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdOptions options;

  if (!nwd_argument_options (nwd_argument_host_options, parameters, &options, error))
    return NULL;
  return nwd_request_new ("", NULL, &options, NULL, NULL);
}

static NwdRequest *
parse_find (
  gpointer context, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdOptions options = { 0 };

  return nwd_request_new ("", NULL, &options, NULL, NULL);
}

static void
run_set_linked (gpointer context, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  Service *service = context;

  g_array_append_val (service->ran, request->options.timeout);
  sample_state_rewire (service->state, GPOINTER_TO_INT (request->intent), SAMPLE_RED);
  service_publish (service, NWD_KIND_VNIC, SAMPLE_VNIC);
  g_dbus_method_invocation_return_value (invocation, NULL);
  nwd_request_free (request);
}

static void
run_other (gpointer context, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  Service *service = context;

  g_array_append_val (service->ran, request->options.timeout);
  g_dbus_method_invocation_return_value (invocation, NULL);
  nwd_request_free (request);
}

static void
run_wiring (gpointer context, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  Service *service = context;

  g_array_append_val (service->ran, request->options.timeout);
  g_dbus_method_invocation_return_value (invocation, g_variant_new_parsed ("(@a{sv} {},)"));
  nwd_request_free (request);
}

static void
run_find (gpointer context, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
  nwd_request_free (request);
}

static const NwdVerb verbs[] = {
  { MANAGER, "FindVm", NULL, NULL, parse_find, run_find },
  { MANAGER, "ApplyWiring", NULL, NULL, parse_wiring, run_wiring },
  { MANAGER, "Recover", NULL, NULL, parse_host, run_other },
  { VNIC_INTERFACE, "SetLinked", NULL, NULL, parse_vnic, run_set_linked },
  { VNIC_INTERFACE, "Update", NULL, NULL, parse_vnic, run_other },
  {},
};

static void
on_call (NwdKind kind, const char *id, GDBusMethodInvocation *invocation, gpointer data)
{
  Service *service = data;

  nwd_gate_take (service->gate, id, invocation);
}

Service *
service_new (const NwdLimits *limits)
{
  const NwdLimits usual = NWD_LIMITS;
  Service *service = g_new0 (Service, 1);
  g_autoptr (GError) error = NULL;

  service->bus = private_bus_new ();
  service->connection = private_bus_connect (service->bus, geteuid ());
  service->state = sample_state_new ();
  service->picture = nwd_picture_new ();
  service->authority = fake_authority_new ();
  service->ran = g_array_new (FALSE, FALSE, sizeof (guint));

  nwd_publish_first (service->picture, service->state);
  nwd_guard_add (service->connection, limits ? limits : &usual);
  service->gate = nwd_gate_new (service->connection, NWD_AUTHORITY (service->authority), verbs,
                                service, limits ? limits : &usual);
  service->tree = nwd_tree_new (service->connection, service->picture, on_call, service, &error);
  g_assert_no_error (error);
  return service;
}

void
service_free (Service *service)
{
  nwd_tree_free (service->tree);
  g_assert_cmpuint (nwd_gate_count_checks (service->gate), ==, 0);
  WAIT_UNTIL (open_calls == 0);
  g_dbus_connection_close_sync (service->connection, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (service->gate);
  g_assert_finalize_object (service->authority);
  g_object_unref (service->connection);
  nwd_picture_free (service->picture);
  nwd_state_free (service->state);
  g_array_unref (service->ran);
  private_bus_free (service->bus);
  g_free (service);
}

void
service_publish (Service *service, NwdKind kind, const char *id)
{
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  nwd_touched_add (touched, kind, id);
  nwd_publish (service->picture, service->connection, service->state, touched);
}

void
service_assert_ran (Service *service, guint n, ...)
{
  va_list marks;

  va_start (marks, n);
  g_assert_cmpuint (service->ran->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (g_array_index (service->ran, guint, i), ==, va_arg (marks, guint));
  va_end (marks);
}

static void
call_free (Call *call)
{
  g_clear_object (&call->reply);
  g_clear_error (&call->error);
  g_free (call);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->reply = g_dbus_connection_send_message_with_reply_finish (G_DBUS_CONNECTION (source),
                                                                  result, &call->error);
  call->done = TRUE;
  open_calls--;
  if (call->forgotten)
    call_free (call);
}

void
call_forget (Call *call)
{
  call->forgotten = TRUE;
}

Call *
call_send (GDBusConnection *client,
           Service *service,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMessageFlags flags)
{
  const char *name = g_dbus_connection_get_unique_name (service->connection);
  g_autoptr (GDBusMessage) message = g_dbus_message_new_method_call (name, path, interface, method);
  Call *call = g_new0 (Call, 1);

  if (parameters)
    g_dbus_message_set_body (message, parameters);
  g_dbus_message_set_flags (message, flags);
  open_calls++;
  g_dbus_connection_send_message_with_reply (client, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE,
                                             G_MAXINT, NULL, NULL, on_reply, call);
  return call;
}

static GVariant *
mark_options (guint mark)
{
  return g_variant_new_parsed ("{'timeout': <%u>}", mark);
}

Call *
call_set_linked (GDBusConnection *client, Service *service, gboolean linked, guint mark)
{
  return call_send (client, service, VNIC_PATH, VNIC_INTERFACE, "SetLinked",
                    g_variant_new ("(b@a{sv})", linked, mark_options (mark)),
                    G_DBUS_MESSAGE_FLAGS_NONE);
}

Call *
call_recover (GDBusConnection *client, Service *service, guint mark)
{
  return call_send (client, service, ROOT_PATH, MANAGER, "Recover",
                    g_variant_new ("(s@a{sv})", "empty", mark_options (mark)),
                    G_DBUS_MESSAGE_FLAGS_NONE);
}

GVariant *
call_wait (Call *call)
{
  GVariant *body = NULL;
  g_autoptr (GError) error = NULL;

  WAIT_UNTIL (call->done);
  g_assert_no_error (call->error);
  g_dbus_message_to_gerror (call->reply, &error);
  g_assert_no_error (error);
  body = g_dbus_message_get_body (call->reply);
  body = body ? g_variant_ref (body) : g_variant_ref_sink (g_variant_new ("()"));
  call_free (call);
  return body;
}

void
call_wait_error (Call *call, const char *name)
{
  WAIT_UNTIL (call->done);
  g_assert_no_error (call->error);
  g_assert_cmpint (g_dbus_message_get_message_type (call->reply), ==, G_DBUS_MESSAGE_TYPE_ERROR);
  g_assert_cmpstr (g_dbus_message_get_error_name (call->reply), ==, name);
  call_free (call);
}

void
service_settle (Service *service, GDBusConnection *client)
{
  g_autoptr (GVariant) answer
    = call_wait (call_send (client, service, ROOT_PATH, MANAGER, "FindVm",
                            g_variant_new ("(s)", "web1"), G_DBUS_MESSAGE_FLAGS_NONE));
}
