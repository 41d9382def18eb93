/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-setup.h"

#include "nwd-error.h"
#include "nwd-forecast.h"
#include "nwd-plan-accept.h"
#include "nwd-plan-attachment.h"
#include "nwd-plan-host.h"
#include "nwd-plan-label.h"
#include "nwd-plan-network.h"
#include "nwd-plan-nic.h"

typedef struct
{
  const NwdState *state;
  NwdForecast *forecast; /* NULL: there is one change only */
  GHashTable *named;     /* network id → the first NwdHostChange that attaches or detaches it */
  GHashTable *labels;    /* label → the first one that puts it somewhere, or takes it off */
  NwdPlan *plan;         /* what the network manager does */
  NwdPlan *records;      /* what is stored */
} Setup;

/* The network that @change attaches or detaches; NULL none. */
static const char *
find_network_id (const NwdState *state, const NwdHostChange *change)
{
  const NwdAttachment *attachment = NULL;

  if (change->verb == NWD_HOST_ATTACH || change->verb == NWD_HOST_SET_UP)
    return change->id;
  if (change->verb == NWD_HOST_DETACH)
    attachment = nwd_state_get_attachment (state, change->id);
  return attachment ? attachment->network_id : NULL;
}

/* The label that @change puts somewhere or takes off; NULL none. */
static const char *
find_label (const NwdHostChange *change)
{
  if (change->verb == NWD_HOST_SET_LABEL)
    return change->name;
  return change->verb == NWD_HOST_REMOVE_LABEL ? change->id : NULL;
}

/* Which networks and labels @change is about, before any of them is planned. */
static void
note_names (Setup *setup, NwdHostChange *change)
{
  const char *id = find_network_id (setup->state, change);
  const char *label = find_label (change);

  if (id && !g_hash_table_contains (setup->named, id))
    g_hash_table_insert (setup->named, (gpointer)id, change);
  if (label && !g_hash_table_contains (setup->labels, label))
    g_hash_table_insert (setup->labels, (gpointer)label, change);
}

static gboolean
check_named_once (const Setup *setup, const NwdHostChange *change, GError **error)
{
  const char *id = find_network_id (setup->state, change);
  const NwdHostChange *first = id ? g_hash_table_lookup (setup->named, id) : NULL;
  const NwdNetwork *network = id ? nwd_state_get_network (setup->state, id) : NULL;

  if (!first || first == change)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               first->verb == change->verb
                 ? "network %s is named twice "
                   "(ACTION_TYPE_FAILED_NETWORK_ATTACHMENTS_REFERENCES_SAME_NETWORK_DUPLICATELY)"
                 : "network %s is attached and detached (NETWORK_ATTACHMENT_IN_BOTH_LISTS)",
               network ? network->name : id);
  return FALSE;
}

static gboolean
check_label_once (const Setup *setup, const NwdHostChange *change, GError **error)
{
  const char *label = find_label (change);

  if (!label || g_hash_table_lookup (setup->labels, label) == change)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "label %s is named twice (PARAMS_CONTAIN_DUPLICATE_LABELS)", label);
  return FALSE;
}

static void
join_steps (Setup *setup, const NwdPlan *more)
{
  for (guint i = 0; i < more->steps->len; i++)
    {
      NwdStep *step = g_ptr_array_index (more->steps, i);
      NwdStep *undo = g_ptr_array_index (more->undo, i);

      nwd_plan_add (nwd_step_needs_host_network (step) ? setup->plan : setup->records,
                    nwd_step_ref (step), undo ? nwd_step_ref (undo) : NULL);
    }
  for (guint i = 0; i < more->busy->len; i++)
    nwd_plan_add_busy (setup->plan, g_ptr_array_index (more->busy, i));
}

static NwdPlan *
plan_one (const NwdState *state, const NwdHostChange *change, GHashTable *named, GError **error)
{
  switch (change->verb)
    {
    case NWD_HOST_CREATE_NETWORK:
      return nwd_plan_network_create (state, change, error);
    case NWD_HOST_UPDATE_NETWORK:
      return nwd_plan_network_update (state, change, error);
    case NWD_HOST_DELETE_NETWORK:
      return nwd_plan_network_delete (state, change, error);
    case NWD_HOST_ATTACH:
      return nwd_plan_host_attach (state, change, error);
    case NWD_HOST_SET_UP:
      return nwd_plan_host_set_up (state, change, error);
    case NWD_HOST_UPDATE_ATTACHMENT:
      return nwd_plan_attachment_update (state, change, error);
    case NWD_HOST_SYNC_ATTACHMENT:
      return nwd_plan_attachment_sync (state, change, error);
    case NWD_HOST_ACCEPT:
      return nwd_plan_accept (state, change, error);
    case NWD_HOST_ADD_LABEL:
      return nwd_plan_label_add (state, change, error);
    case NWD_HOST_SET_LABEL:
      return nwd_plan_label_set (state, change, named, error);
    case NWD_HOST_REMOVE_LABEL:
      return nwd_plan_label_remove (state, change, named, error);
    case NWD_HOST_SET_MANAGED:
      return nwd_plan_nic_managed (state, change, error);
    case NWD_HOST_DETACH:
    default:
      return nwd_plan_host_detach (state, change, error);
    }
}

static gboolean
add_change (Setup *setup, NwdHostChange *change, GError **error)
{
  const NwdState *state = setup->forecast ? nwd_forecast_get_state (setup->forecast) : setup->state;
  g_autoptr (NwdPlan) plan = NULL;

  if (!check_named_once (setup, change, error) || !check_label_once (setup, change, error))
    return FALSE;
  plan = plan_one (state, change, setup->named, error);
  if (!plan)
    return FALSE;
  if (setup->forecast)
    nwd_forecast_add (setup->forecast, plan);
  join_steps (setup, plan);
  nwd_plan_add_object (setup->plan, plan->steps->len > 0 ? plan->object_id : NULL);
  nwd_plan_set_object (setup->plan, setup->forecast ? "" : plan->object_id);
  return TRUE;
}

NwdPlan *
nwd_plan_setup (const NwdState *state, GPtrArray *changes, GError **error)
{
  g_autoptr (NwdForecast) forecast = changes->len > 1 ? nwd_forecast_new (state) : NULL;
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdPlan) records = nwd_plan_new ();
  Setup setup = { state, forecast, named, labels, plan, records };
  GError *all = NULL;

  for (guint i = 0; i < changes->len; i++)
    note_names (&setup, g_ptr_array_index (changes, i));
  for (guint i = 0; i < changes->len; i++)
    {
      GError *one = NULL;

      if (!add_change (&setup, g_ptr_array_index (changes, i), &one))
        nwd_error_add (&all, one);
    }
  if (all)
    {
      g_propagate_error (error, all);
      return NULL;
    }
  nwd_plan_join (plan, records);
  return g_steal_pointer (&plan);
}
