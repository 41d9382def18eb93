/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"
#include "nwd-project.h"
#include "nwd-vnic-keys.h"

#include "core/nwd-error.h"
#include "core/nwd-path.h"
#include "core/nwd-plan-batch.h"
#include "core/nwd-plan-wiring.h"

#define MAX_CHANGES 1000u

static gboolean
check_number (gsize n, GError **error)
{
  if (n > 0 && n <= MAX_CHANGES)
    return TRUE;
  if (n == 0)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "changes: there is none");
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_LIMIT_EXCEEDED, "changes: more than %u", MAX_CHANGES);
  return FALSE;
}

static const NwdVnic *
find_vnic (const NwdState *state, const char *path, GError **error)
{
  g_autofree char *id = nwd_path_parse (NWD_KIND_VNIC, path);
  const NwdVnic *vnic = id ? nwd_state_get_vnic (state, id) : NULL;

  if (!id)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "%.200s is no vNIC", path);
  else if (!vnic)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no vNIC %.200s", path);
  return vnic;
}

/* @wanted: (oa{sv}). */
static NwdWiringChange *
unpack_change (const NwdState *state, const NwdVerb *verb, GVariant *wanted, GError **error)
{
  g_autoptr (GVariant) values = g_variant_get_child_value (wanted, 1);
  g_autoptr (NwdWiringChange) change = NULL;
  const NwdVnic *vnic = NULL;
  const char *path = NULL;

  g_variant_get_child (wanted, 0, "&o", &path);
  vnic = find_vnic (state, path, error);
  if (!vnic)
    return NULL;
  change = nwd_wiring_change_new (vnic->id);
  if (!nwd_vnic_keys_unpack (verb->keys, values, change, error)
      || !nwd_vnic_keys_look_up (state, change, error))
    return NULL;
  return g_steal_pointer (&change);
}

/* Where some are wrong, what is wrong with the others is told too. */
static void
add_rule_errors (const NwdState *state,
                 GPtrArray *changes,
                 const NwdOptions *options,
                 GError **error)
{
  GError *more = NULL;
  g_autoptr (GPtrArray) plans = nwd_plan_batch (state, changes, options, &more);

  if (!plans)
    nwd_error_add (error, more);
}

/* Of NwdWiringChange; or NULL and what is wrong, a line each. */
static GPtrArray *
unpack_changes (const NwdState *state,
                const NwdVerb *verb,
                GVariant *wanted,
                const NwdOptions *options,
                GError **error)
{
  g_autoptr (GPtrArray) changes
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_wiring_change_free);
  GError *all = NULL;

  for (gsize i = 0; i < g_variant_n_children (wanted); i++)
    {
      g_autoptr (GVariant) one = g_variant_get_child_value (wanted, i);
      GError *wrong = NULL;
      NwdWiringChange *change = unpack_change (state, verb, one, &wrong);

      if (change)
        {
          g_ptr_array_add (changes, change);
          continue;
        }
      g_prefix_error (&wrong, "change %" G_GSIZE_FORMAT ": ", i + 1);
      nwd_error_add (&all, wrong);
    }
  if (!all)
    return g_steal_pointer (&changes);
  add_rule_errors (state, changes, options, &all);
  g_propagate_error (error, all);
  return NULL;
}

static NwdRequest *
request_new (const NwdState *state, GPtrArray *changes, const NwdOptions *options)
{
  NwdRequest *request
    = nwd_request_new_of_many (options, changes, (GDestroyNotify)g_ptr_array_unref);

  for (guint i = 0; i < changes->len; i++)
    {
      const NwdWiringChange *change = g_ptr_array_index (changes, i);
      const NwdVnic *vnic = nwd_state_get_vnic (state, change->vnic_id);

      nwd_request_add (request, vnic->vm_id, nwd_details_of_wiring (state, vnic, change, options));
    }
  return request;
}

NwdRequest *
nwd_verbs_parse_apply_wiring (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  const NwdState *state = nwd_engine_get_state (engine);
  g_autoptr (GVariant) wanted = g_variant_get_child_value (parameters, 0);
  GPtrArray *changes = NULL;
  NwdOptions options;

  if (!check_number (g_variant_n_children (wanted), error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  options.tell_steps = TRUE;
  changes = unpack_changes (state, verb, wanted, &options, error);
  return changes ? request_new (state, changes, &options) : NULL;
}

/* The objects that @steps are about, each once. */
static GVariant *
list_changed (GVariant *steps)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GVariantBuilder paths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  GVariantIter iter;
  GVariant *child = NULL;

  g_variant_iter_init (&iter, steps);
  while ((child = g_variant_iter_next_value (&iter)))
    {
      g_autoptr (GVariant) step = child;
      const char *path = NULL;

      g_variant_lookup (step, "object", "&o", &path);
      if (!g_str_equal (path, "/") && g_hash_table_add (seen, g_strdup (path)))
        g_variant_builder_add (&paths, "o", path);
    }
  return g_variant_builder_end (&paths);
}

GVariant *
nwd_verbs_make_result (NwdOutcome *outcome)
{
  g_autoptr (GVariant) steps = g_steal_pointer (&outcome->steps);
  g_autofree char *checkpoint_id = g_steal_pointer (&outcome->checkpoint_id);
  GVariantBuilder result = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&result, "{sv}", "checkpoint",
                         nwd_project_path (NWD_KIND_CHECKPOINT, checkpoint_id));
  g_variant_builder_add (&result, "{sv}", "steps", steps);
  g_variant_builder_add (&result, "{sv}", "changed", list_changed (steps));
  return g_variant_new ("(a{sv})", &result);
}

static void
on_wired (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  NwdOutcome outcome = { 0 };
  g_autofree char *id = nwd_engine_wire_finish (NWD_ENGINE (source), result, &outcome, &error);

  if (id)
    g_dbus_method_invocation_return_value (invocation, nwd_verbs_make_result (&outcome));
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_apply_wiring (gpointer engine, NwdRequest *request, GDBusMethodInvocation *invocation)
{
  nwd_engine_wire_async (engine, nwd_request_steal_intent (request), &request->options, on_wired,
                         invocation);
  nwd_request_free (request);
}
