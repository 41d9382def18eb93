/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"
#include "nwd-vnic-keys.h"

#include "core/nwd-path.h"

/* Takes @change, in which everything is filled but what must be looked up. */
static NwdRequest *
make_request (const NwdState *state,
              const NwdVerb *verb,
              NwdWiringChange *wanted,
              GVariant *parameters,
              GError **error)
{
  g_autoptr (NwdWiringChange) change = wanted;
  const NwdVnic *vnic = nwd_argument_called_vnic (state, change->vnic_id, error);
  NwdOptions options;
  char **details = NULL;

  if (!vnic || !nwd_vnic_keys_look_up (state, change, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  details = nwd_details_of_wiring (state, vnic, change, &options);
  return nwd_request_new (vnic->vm_id, details, &options, g_steal_pointer (&change),
                          (GDestroyNotify)nwd_wiring_change_free);
}

/* What the first argument says. */
static gboolean
unpack_first (const NwdVerb *verb, GVariant *parameters, NwdWiringChange *change, GError **error)
{
  g_autoptr (GVariant) values = g_variant_get_child_value (parameters, 0);

  return nwd_vnic_keys_unpack (verb->keys, values, change, error);
}

NwdRequest *
nwd_verbs_parse_update_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (id);

  if (!unpack_first (verb, parameters, change, error))
    return NULL;
  return make_request (nwd_engine_get_state (engine), verb, g_steal_pointer (&change), parameters,
                       error);
}

NwdRequest *
nwd_verbs_parse_add_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  const NwdVm *vm = nwd_argument_called_vm (state, id, error);
  g_autofree char *vnic_id = g_uuid_string_random ();
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new_add (id, vnic_id);
  NwdOptions options;
  char **details = NULL;

  if (!vm || !unpack_first (verb, parameters, change, error)
      || !nwd_vnic_keys_look_up (state, change, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  details = nwd_details_of_new_vnic (state, vm, change);
  return nwd_request_new (id, details, &options, g_steal_pointer (&change),
                          (GDestroyNotify)nwd_wiring_change_free);
}

static NwdRequest *
parse_plug (gpointer engine,
            const NwdVerb *verb,
            const char *id,
            GVariant *parameters,
            gboolean plugged,
            GError **error)
{
  NwdWiringChange *change = nwd_wiring_change_new (id);

  change->fields = NWD_WIRING_PLUGGED;
  change->plugged = plugged;
  return make_request (nwd_engine_get_state (engine), verb, change, parameters, error);
}

NwdRequest *
nwd_verbs_parse_plug (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  return parse_plug (engine, verb, id, parameters, TRUE, error);
}

NwdRequest *
nwd_verbs_parse_unplug (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  return parse_plug (engine, verb, id, parameters, FALSE, error);
}

NwdRequest *
nwd_verbs_parse_remove_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdWiringChange *change = nwd_wiring_change_new (id);

  change->verb = NWD_WIRING_REMOVE;
  return make_request (nwd_engine_get_state (engine), verb, change, parameters, error);
}

NwdRequest *
nwd_verbs_parse_set_linked (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdWiringChange *change = nwd_wiring_change_new (id);

  change->fields = NWD_WIRING_LINKED;
  g_variant_get_child (parameters, 0, "b", &change->linked);
  return make_request (nwd_engine_get_state (engine), verb, change, parameters, error);
}

NwdRequest *
nwd_verbs_parse_set_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdWiringChange *change = nwd_wiring_change_new (id);

  change->fields = NWD_WIRING_NETWORK;
  g_variant_get_child (parameters, 0, "o", &change->network_id);
  return make_request (nwd_engine_get_state (engine), verb, change, parameters, error);
}

static void
on_wired (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id
    = nwd_engine_wire_finish (NWD_ENGINE (source), result, /* outcome= */ NULL, &error);

  if (id)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

/* Takes the change that @request carries, as a batch of one. */
static void
wire (NwdEngine *engine,
      NwdRequest *request,
      GAsyncReadyCallback callback,
      GDBusMethodInvocation *invocation)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);

  g_ptr_array_add (changes, nwd_request_steal_intent (request));
  nwd_engine_wire_async (engine, changes, &request->options, callback, invocation);
  nwd_request_free (request);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id
    = nwd_engine_wire_finish (NWD_ENGINE (source), result, /* outcome= */ NULL, &error);
  g_autofree char *path = id && *id ? nwd_path_new (NWD_KIND_VNIC, id) : g_strdup ("/");

  if (id)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_wiring (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  wire (engine, request, on_wired, invocation);
}

void
nwd_verbs_run_add_vnic (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  wire (engine, request, on_added, invocation);
}
