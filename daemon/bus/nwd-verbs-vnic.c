/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"

#include "core/nwd-error.h"
#include "core/nwd-mac.h"
#include "core/nwd-name.h"
#include "core/nwd-path.h"

#include <string.h>

static gboolean
check_mac (const char *key, const char *text, GError **error)
{
  g_autofree char *mac = nwd_mac_parse (key, text, error);

  return mac != NULL;
}

/* network_id, mirrors and mac hold what the caller wrote until they are looked up. */
#define SETTINGS                                                                                   \
  { "linked", "b", G_STRUCT_OFFSET (NwdWiringChange, linked), NWD_WIRING_LINKED },                 \
    { "network", "o", G_STRUCT_OFFSET (NwdWiringChange, network_id), NWD_WIRING_NETWORK },         \
    { "plugged", "b", G_STRUCT_OFFSET (NwdWiringChange, plugged), NWD_WIRING_PLUGGED },            \
    { "mirrored-networks", "ao", G_STRUCT_OFFSET (NwdWiringChange, mirrors), NWD_WIRING_MIRRORS }, \
    { "name",                                                                                      \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, name),                                                     \
      NWD_WIRING_NAME,                                                                             \
      .check = nwd_name_check_vnic,                                                                \
      .required = TRUE },                                                                          \
    { "mac-address",                                                                               \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, mac),                                                      \
      NWD_WIRING_MAC,                                                                              \
      .check = check_mac,                                                                          \
      .required = TRUE },                                                                          \
    { "model",                                                                                     \
      "s",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, model),                                                    \
      NWD_WIRING_MODEL,                                                                            \
      .check = nwd_name_check_word,                                                                \
      .required = TRUE },                                                                          \
    { "mtu",                                                                                       \
      "u",                                                                                         \
      G_STRUCT_OFFSET (NwdWiringChange, mtu),                                                      \
      NWD_WIRING_MTU,                                                                              \
      .min = NWD_MTU_MIN,                                                                          \
      .max = NWD_MTU_MAX,                                                                          \
      .or_zero = TRUE },                                                                           \
    { "port-isolated", "b", G_STRUCT_OFFSET (NwdWiringChange, isolated), NWD_WIRING_ISOLATED },    \
    { "filter", "s", G_STRUCT_OFFSET (NwdWiringChange, filter), NWD_WIRING_FILTER,                 \
      .check = nwd_name_check_text },                                                              \
    { "filter-parameters", "a{ss}", G_STRUCT_OFFSET (NwdWiringChange, filter_parameters),          \
      NWD_WIRING_FILTER_PARAMETERS },                                                              \
  {                                                                                                \
    "virtual-port", "a{sv}", G_STRUCT_OFFSET (NwdWiringChange, virtual_port),                      \
      NWD_WIRING_VIRTUAL_PORT                                                                      \
  }

const NwdKey nwd_verbs_vnic_changes[] = { SETTINGS, {} };

const NwdKey nwd_verbs_vnic_settings[] = {
  SETTINGS,
  { "address", "s", G_STRUCT_OFFSET (NwdWiringChange, address), NWD_WIRING_ADDRESS,
    .check = nwd_name_check_pci },
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

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* They are a set: in one order, each once. */
static gboolean
look_up_mirrors (const NwdState *state, NwdWiringChange *change, GError **error)
{
  g_auto (GStrv) texts = g_steal_pointer (&change->mirrors);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (char **text = texts; text && *text; text++)
    {
      g_autofree char *id = nwd_argument_network (state, "mirrored-networks", *text, error);

      if (!id)
        return FALSE;
      if (!*id)
        {
          g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                       "mirrored-networks: the empty network has no traffic");
          return FALSE;
        }
      if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  if (change->fields & NWD_WIRING_MIRRORS)
    change->mirrors = (char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE);
  return TRUE;
}

static void
normalise_mac (NwdWiringChange *change)
{
  g_autofree char *text = g_steal_pointer (&change->mac);

  if (change->fields & NWD_WIRING_MAC)
    change->mac = g_ascii_strdown (text, -1);
}

/* A virtual port is told by strings alone. */
static gboolean
check_virtual_port (const NwdWiringChange *change, GError **error)
{
  GVariantIter iter;
  const char *name = NULL;
  GVariant *child = NULL;

  if (!(change->fields & NWD_WIRING_VIRTUAL_PORT))
    return TRUE;
  g_variant_iter_init (&iter, change->virtual_port);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &child))
    {
      g_autoptr (GVariant) value = child;

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        continue;
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                   "virtual-port: %.64s must be of type s, not %.32s", name,
                   g_variant_get_type_string (value));
      return FALSE;
    }
  return TRUE;
}

static gboolean
look_up (const NwdState *state, NwdWiringChange *change, GError **error)
{
  normalise_mac (change);
  return check_virtual_port (change, error) && look_up_network (state, change, error)
         && look_up_mirrors (state, change, error);
}

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

  if (!vnic || !look_up (state, change, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;

  details = nwd_details_of_wiring (state, vnic, change, &options);
  return nwd_request_new (vnic->vm_id, details, &options, g_steal_pointer (&change),
                          (GDestroyNotify)nwd_wiring_change_free);
}

static gboolean
unpack (const NwdVerb *verb, GVariant *values, NwdWiringChange *change, GError **error)
{
  guint given = 0;

  if (!nwd_key_unpack (verb->keys, values, change, &given, error))
    return FALSE;
  change->fields = (NwdWiringField)given;
  return TRUE;
}

/* What the first argument says. */
static gboolean
unpack_first (const NwdVerb *verb, GVariant *parameters, NwdWiringChange *change, GError **error)
{
  g_autoptr (GVariant) values = g_variant_get_child_value (parameters, 0);

  return unpack (verb, values, change, error);
}

NwdWiringChange *
nwd_verbs_unpack_change (
  const NwdState *state, const NwdVerb *verb, const char *vnic_id, GVariant *values, GError **error)
{
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (vnic_id);

  if (!unpack (verb, values, change, error) || !look_up (state, change, error))
    return NULL;
  return g_steal_pointer (&change);
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

  if (!vm || !unpack_first (verb, parameters, change, error) || !look_up (state, change, error)
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
  const NwdState *state = nwd_engine_get_state (engine);
  g_autoptr (NwdWiringChange) change = nwd_wiring_change_new (id);

  change->fields = NWD_WIRING_NETWORK;
  g_variant_get_child (parameters, 0, "o", &change->network_id);
  if (!look_up_network (state, change, error))
    return NULL;
  return make_request (state, verb, g_steal_pointer (&change), parameters, error);
}

static void
on_wired (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id
    = nwd_engine_wire_finish (NWD_ENGINE (source), result, /* steps= */ NULL, &error);

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
    = nwd_engine_wire_finish (NWD_ENGINE (source), result, /* steps= */ NULL, &error);
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
