/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"

/* network_id holds what the caller wrote until it is looked up. */
const NwdKey nwd_verbs_vnic_settings[] = {
  { "linked", "b", G_STRUCT_OFFSET (NwdWiringChange, linked), NWD_WIRING_LINKED },
  { "network", "o", G_STRUCT_OFFSET (NwdWiringChange, network_id), NWD_WIRING_NETWORK },
  {},
};

static gboolean
look_up_network (const NwdState *state, NwdWiringChange *change, GError **error)
{
  g_autofree char *text = g_steal_pointer (&change->network_id);

  if (change->fields & NWD_WIRING_NETWORK)
    change->network_id = nwd_argument_network (state, "network", text, error);
  return change->network_id || !(change->fields & NWD_WIRING_NETWORK);
}

/* Takes @change, in which everything is filled but the network's id. */
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

  if (!vnic || !look_up_network (state, change, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  details = nwd_details_of_wiring (state, vnic, change, &options);
  return nwd_request_new (vnic->vm_id, details, &options, g_steal_pointer (&change),
                          (GDestroyNotify)nwd_wiring_change_free);
}

NwdRequest *
nwd_verbs_parse_update_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (id);
  g_autoptr (GVariant) changes = g_variant_get_child_value (parameters, 0);
  guint given = 0;

  if (!nwd_key_unpack (verb->keys, changes, change, &given, error))
    return NULL;
  change->fields = (NwdWiringField)given;
  return make_request (nwd_engine_get_state (engine), verb, g_steal_pointer (&change), parameters,
                       error);
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

  if (nwd_engine_wire_finish (NWD_ENGINE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_wiring (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  nwd_engine_wire_async (engine, nwd_request_steal_intent (request), &request->options, on_wired,
                         invocation);
  nwd_request_free (request);
}
