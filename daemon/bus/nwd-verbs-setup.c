/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* SetupNetworks: much of the host in one. */

#include "nwd-verbs.h"

#include "nwd-argument.h"
#include "nwd-bus-error.h"
#include "nwd-details.h"

#include "core/nwd-error.h"
#include "core/nwd-name.h"
#include "core/nwd-path.h"
#include "core/nwd-plan-setup.h"

typedef struct
{
  GVariant *attachments;
  char **removed_attachments;
  GVariant *labels;
  char **removed_labels;
} Wanted;

const NwdKey nwd_verbs_setup_request[] = {
  { "attachments", "aa{sv}", G_STRUCT_OFFSET (Wanted, attachments) },
  { "removed-attachments", "ao", G_STRUCT_OFFSET (Wanted, removed_attachments) },
  { "labels", "aa{sv}", G_STRUCT_OFFSET (Wanted, labels) },
  { "removed-labels", "as", G_STRUCT_OFFSET (Wanted, removed_labels) },
  {},
};

static void
wanted_clear (Wanted *wanted)
{
  g_clear_pointer (&wanted->attachments, g_variant_unref);
  g_clear_pointer (&wanted->removed_attachments, g_strfreev);
  g_clear_pointer (&wanted->labels, g_variant_unref);
  g_clear_pointer (&wanted->removed_labels, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

typedef struct
{
  const NwdState *state;
  GPtrArray *changes; /* of NwdHostChange */
  GError *error;      /* what is wrong with all of it so far, a line each */
} Parse;

/* Takes @change, NULL with what is wrong with it; @i: its place under @key. */
static void
take_change (Parse *parse, NwdHostChange *change, const char *key, gsize i, GError *wrong)
{
  if (change)
    {
      g_ptr_array_add (parse->changes, change);
      return;
    }
  g_prefix_error (&wrong, "%s %" G_GSIZE_FORMAT ": ", key, i + 1);
  nwd_error_add (&parse->error, wrong);
}

/* --- attachments --- */

typedef struct
{
  char *network; /* as the caller wrote it */
  char *nic;     /* likewise; NULL: not given */
} Place;

static const NwdKey place_keys[] = {
  { "network", "o", G_STRUCT_OFFSET (Place, network) },
  { "nic", "o", G_STRUCT_OFFSET (Place, nic) },
  {},
};

static void
place_clear (Place *place)
{
  g_free (place->network);
  g_free (place->nic);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
is_place (const char *key)
{
  return g_str_equal (key, "network") || g_str_equal (key, "nic");
}

/* Those of @values, an a{sv}, that say where, or those that say how; floating. */
static GVariant *
pick (GVariant *values, gboolean where)
{
  GVariantBuilder picked = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  const char *key = NULL;
  GVariant *value = NULL;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
    if (is_place (key) == where)
      g_variant_builder_add (&picked, "{sv}", key, value);
  return g_variant_builder_end (&picked);
}

static gboolean
unpack_picked (
  GVariant *values, gboolean where, const NwdKey *table, gpointer target, GError **error)
{
  g_autoptr (GVariant) picked = g_variant_ref_sink (pick (values, where));
  guint given = 0;

  return nwd_key_unpack (table, picked, target, &given, error);
}

static char *
look_up_network (const NwdState *state, const Place *place, GError **error)
{
  g_autofree char *id
    = nwd_argument_network (state, "network", place->network ? place->network : "", error);

  if (!id || *id)
    return g_steal_pointer (&id);
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "network: it must be said which (NETWORK_ATTACHMENT_NETWORK_ID_OR_NAME_IS_NOT_SET)");
  return NULL;
}

static gboolean
look_up_place (const NwdState *state, const Place *place, NwdHostChange *change, GError **error)
{
  g_free (change->id);
  change->id = look_up_network (state, place, error);
  if (!change->id)
    return FALSE;
  if (!place->nic)
    return TRUE;
  if (!nwd_argument_nic (state, place->nic, &change->nic, error))
    return FALSE;
  if (!change->nic)
    change->nic = g_strdup ("");
  return TRUE;
}

static NwdHostChange *
unpack_attachment (const NwdState *state, GVariant *values, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_SET_UP, NULL);
  g_auto (Place) place = { 0 };

  if (!unpack_picked (values, TRUE, place_keys, &place, error)
      || !unpack_picked (values, FALSE, nwd_verbs_attachment_settings, change, error)
      || !look_up_place (state, &place, change, error))
    return NULL;
  if (change->existing_bridge && !*change->existing_bridge)
    g_clear_pointer (&change->existing_bridge, g_free);
  return g_steal_pointer (&change);
}

static void
unpack_attachments (Parse *parse, GVariant *list)
{
  for (gsize i = 0; list && i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) values = g_variant_get_child_value (list, i);
      GError *wrong = NULL;
      NwdHostChange *change = unpack_attachment (parse->state, values, &wrong);

      take_change (parse, change, "attachments", i, wrong);
    }
}

/* By path, by UUID, or by the name of its network. */
static const NwdAttachment *
find_attachment (const NwdState *state, const char *text, GError **error)
{
  g_autofree char *id = g_variant_is_object_path (text) ? nwd_path_parse (NWD_KIND_ATTACHMENT, text)
                                                        : g_strdup (text);
  const NwdAttachment *found = id ? nwd_state_get_attachment (state, id) : NULL;
  const NwdNetwork *network = !found && id ? nwd_state_find_network (state, id, NULL) : NULL;
  g_autofree char *quoted = nwd_name_quote (text);

  if (network)
    found = nwd_state_get_attachment (state, network->attachment_id);
  if (!found)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                 "there is no attachment %s (NETWORK_ATTACHMENTS_TO_BE_REMOVED_DOES_NOT_EXISTS)",
                 quoted);
  return found;
}

static void
unpack_removed (Parse *parse, char **list)
{
  for (guint i = 0; list && list[i]; i++)
    {
      GError *wrong = NULL;
      const NwdAttachment *found = find_attachment (parse->state, list[i], &wrong);
      NwdHostChange *change = found ? nwd_host_change_new (NWD_HOST_DETACH, found->id) : NULL;

      take_change (parse, change, "removed-attachments", i, wrong);
    }
}

/* --- labels --- */

static const NwdKey label_keys[] = {
  { "label", "s", G_STRUCT_OFFSET (NwdHostChange, name), .check = nwd_name_check_word,
    .required = TRUE },
  { "nic", "o", G_STRUCT_OFFSET (NwdHostChange, nic) },
  {},
};

static NwdHostChange *
unpack_label (const NwdState *state, GVariant *values, GError **error)
{
  g_autoptr (NwdHostChange) change = nwd_host_change_new (NWD_HOST_SET_LABEL, NULL);
  g_autofree char *nic = NULL;
  guint given = 0;

  if (!nwd_key_unpack (label_keys, values, change, &given, error))
    return NULL;
  if (!change->name)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT, "label: it must be said which");
      return NULL;
    }
  nic = g_steal_pointer (&change->nic);
  if (!nwd_argument_nic (state, nic ? nic : "", &change->nic, error))
    return NULL;
  return g_steal_pointer (&change);
}

static void
unpack_labels (Parse *parse, GVariant *list)
{
  for (gsize i = 0; list && i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) values = g_variant_get_child_value (list, i);
      GError *wrong = NULL;
      NwdHostChange *change = unpack_label (parse->state, values, &wrong);

      take_change (parse, change, "labels", i, wrong);
    }
}

static void
unpack_removed_labels (Parse *parse, char **list)
{
  for (guint i = 0; list && list[i]; i++)
    {
      GError *wrong = NULL;
      gboolean fine = nwd_name_check_word ("label", list[i], &wrong);
      NwdHostChange *change = fine ? nwd_host_change_new (NWD_HOST_REMOVE_LABEL, list[i]) : NULL;

      take_change (parse, change, "removed-labels", i, wrong);
    }
}

/* --- the request --- */

static char **
make_label_details (const NwdState *state, const NwdHostChange *change)
{
  const char *name = change->verb == NWD_HOST_SET_LABEL ? change->name : change->id;
  const NwdLabel *label = nwd_state_get_label (state, name);
  const char *from = label ? label->nic : "";
  const char *to = change->verb == NWD_HOST_SET_LABEL && change->nic ? change->nic : "";

  return nwd_details_of_label (name, g_str_equal (from, to) ? "" : from, to);
}

static char **
make_details (const NwdState *state, const NwdHostChange *change)
{
  const NwdAttachment *attachment = nwd_state_get_attachment (state, change->id);
  const char *network_id = attachment ? attachment->network_id : change->id;
  const NwdNetwork *network = nwd_state_get_network (state, network_id);
  const char *bridge = change->existing_bridge ? change->existing_bridge : network->bridge;
  const char *nic = change->nic ? change->nic : "";

  return nwd_details_of_attachment (network->name, attachment ? attachment->bridge : bridge,
                                    attachment ? attachment->nic : nic);
}

static char **
details_of (const NwdState *state, const NwdHostChange *change)
{
  if (change->verb == NWD_HOST_SET_LABEL || change->verb == NWD_HOST_REMOVE_LABEL)
    return make_label_details (state, change);
  return make_details (state, change);
}

/* Where some are wrong, what is wrong with the others is told too. */
static void
add_rule_errors (Parse *parse)
{
  GError *more = NULL;
  g_autoptr (NwdPlan) plan = nwd_plan_setup (parse->state, parse->changes, &more);

  if (!plan)
    nwd_error_add (&parse->error, more);
}

static NwdRequest *
request_new (const Parse *parse, const NwdOptions *options)
{
  NwdRequest *request = nwd_request_new_of_many (options, g_ptr_array_ref (parse->changes),
                                                 (GDestroyNotify)g_ptr_array_unref);

  if (parse->changes->len == 0)
    nwd_request_add (request, "", /* details= */ NULL);
  for (guint i = 0; i < parse->changes->len; i++)
    nwd_request_add (request, "", details_of (parse->state, g_ptr_array_index (parse->changes, i)));
  return request;
}

NwdRequest *
nwd_verbs_parse_setup_networks (
  gpointer engine, const NwdVerb *verb, const char *id, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) values = g_variant_get_child_value (parameters, 0);
  g_autoptr (GPtrArray) changes
    = g_ptr_array_new_with_free_func ((GDestroyNotify)nwd_host_change_free);
  Parse parse = { nwd_engine_get_state (engine), changes, NULL };
  g_auto (Wanted) wanted = { 0 };
  NwdOptions options;
  guint given = 0;

  if (!nwd_key_unpack (verb->keys, values, &wanted, &given, error)
      || !nwd_argument_options (verb->options, parameters, &options, error))
    return NULL;
  options.tell_steps = TRUE;
  unpack_removed_labels (&parse, wanted.removed_labels);
  unpack_removed (&parse, wanted.removed_attachments);
  unpack_labels (&parse, wanted.labels);
  unpack_attachments (&parse, wanted.attachments);
  for (guint i = 0; i < changes->len; i++)
    ((NwdHostChange *)g_ptr_array_index (changes, i))->transient = !options.persist;
  if (!parse.error)
    return request_new (&parse, &options);
  add_rule_errors (&parse);
  g_propagate_error (error, parse.error);
  return NULL;
}

static void
on_set_up (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  g_autoptr (GError) error = NULL;
  NwdOutcome outcome = { 0 };
  g_autofree char *id = nwd_engine_set_up_finish (NWD_ENGINE (source), result, &outcome, &error);

  if (id)
    g_dbus_method_invocation_return_value (invocation, nwd_verbs_make_result (&outcome));
  else
    nwd_bus_error_return (invocation, error);
}

void
nwd_verbs_run_setup_networks (gpointer engine,
                              NwdRequest *request,
                              GDBusMethodInvocation *invocation)
{
  nwd_engine_set_up_async (engine, nwd_request_steal_intent (request), &request->options, on_set_up,
                           invocation);
  nwd_request_free (request);
}
