/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"
#include "nwd-project.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"

/* A search that was done while parsing; @answer is floating. */
static NwdRequest *
found (GVariant *answer)
{
  NwdOptions none = { 0 };

  return nwd_request_new ("", /* details= */ NULL, &none, g_variant_ref_sink (answer),
                          (GDestroyNotify)g_variant_unref);
}

NwdRequest *
nwd_verbs_parse_find_vm (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdVm *vm = NULL;
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  vm = nwd_state_find_vm (nwd_engine_get_state (engine), name, error);
  if (!vm)
    return NULL;
  return found (g_variant_new ("(@o)", nwd_project_path (NWD_KIND_VM, vm->domain->id)));
}

NwdRequest *
nwd_verbs_parse_find_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdNetwork *network = NULL;
  const char *name;

  g_variant_get (parameters, "(&s)", &name);
  network = nwd_state_find_network (nwd_engine_get_state (engine), name, error);
  if (!network)
    return NULL;
  return found (g_variant_new ("(@o)", nwd_project_path (NWD_KIND_NETWORK, network->id)));
}

static gboolean
check_mac (const char *mac, GError **error)
{
  g_autofree char *quoted = NULL;

  if (g_regex_match_simple ("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", mac,
                            G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0))
    return TRUE;

  quoted = nwd_name_quote (mac);
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "mac: %s is no MAC address", quoted);
  return FALSE;
}

NwdRequest *
nwd_verbs_parse_find_vnic (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (GPtrArray) vnics = NULL;
  GVariantBuilder paths;
  const char *mac;

  g_variant_get (parameters, "(&s)", &mac);
  if (!check_mac (mac, error))
    return NULL;

  vnics = nwd_state_find_vnics (nwd_engine_get_state (engine), mac);
  g_variant_builder_init (&paths, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (guint i = 0; i < vnics->len; i++)
    g_variant_builder_add_value (
      &paths, nwd_project_path (NWD_KIND_VNIC, ((NwdVnic *)vnics->pdata[i])->id));
  return found (g_variant_new ("(ao)", &paths));
}

void
nwd_verbs_run_find (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, request->intent);
  nwd_request_free (request);
}

NwdRequest *
nwd_verbs_parse_create_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_CREATE_NETWORK, NULL);
  g_autoptr (GVariant) settings = g_variant_get_child_value (parameters, 1);
  g_autofree char *bridge = NULL;
  NwdOptions options;
  char **details = NULL;
  guint given = 0;

  g_variant_get_child (parameters, 0, "s", &change->name);
  if (!nwd_name_check_network ("name", change->name, error)
      || !nwd_key_unpack (verb->keys, settings, change, &given, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  change->settings = (NwdNetworkSetting)given;
  bridge = change->bridge_name && *change->bridge_name ? g_strdup (change->bridge_name)
                                                       : nwd_name_default_bridge (change->name);
  details = nwd_details_of_network (change->name, bridge, change->label);
  return nwd_verbs_host_request (g_steal_pointer (&change), details, &options);
}

static const NwdNetwork *
find_network (const NwdState *state, const char *path, GError **error)
{
  g_autofree char *id = nwd_argument_network (state, "network", path, error);

  if (id && !*id)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "network: the empty network cannot be attached");
  return id && *id ? nwd_state_get_network (state, id) : NULL;
}

NwdRequest *
nwd_verbs_parse_attach_network (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (NwdHostChange) change = NULL;
  g_autoptr (GVariant) settings = g_variant_get_child_value (parameters, 2);
  const NwdNetwork *network = NULL;
  const char *path, *nic, *bridge;
  NwdOptions options;
  char **details = NULL;
  guint given = 0;

  g_variant_get (parameters, "(&o&o@a{sv}@a{sv})", &path, &nic, NULL, NULL);
  network = find_network (nwd_engine_get_state (engine), path, error);
  if (!network)
    return NULL;

  change = nwd_host_change_new (NWD_HOST_ATTACH, network->id);
  if (!nwd_argument_nic (nwd_engine_get_state (engine), nic, &change->nic, error))
    return NULL;
  if (!nwd_key_unpack (verb->keys, settings, change, &given, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  if (change->existing_bridge && !*change->existing_bridge)
    g_clear_pointer (&change->existing_bridge, g_free);

  bridge = change->existing_bridge ? change->existing_bridge : network->bridge;
  details = nwd_details_of_attachment (network->name, bridge, change->nic ? change->nic : "");
  return nwd_verbs_host_request (g_steal_pointer (&change), details, &options);
}

NwdRequest *
nwd_verbs_parse_recover (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  NwdOptions options;
  const char *mode;

  g_variant_get_child (parameters, 0, "&s", &mode);
  if (!g_str_equal (mode, "previous") && !g_str_equal (mode, "empty"))
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "mode: must be previous or empty");
      return NULL;
    }
  if (!nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  return nwd_request_new ("", /* details= */ NULL, &options,
                          GINT_TO_POINTER (g_str_equal (mode, "previous")), NULL);
}

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;

  if (nwd_engine_recover_finish (NWD_ENGINE (source), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_recover (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  nwd_engine_recover_async (engine, GPOINTER_TO_INT (request->intent), &request->options,
                            on_recovered, invocation);
  nwd_request_free (request);
}
