/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-label.h"

#include "nwd-error.h"
#include "nwd-forecast.h"
#include "nwd-name.h"
#include "nwd-plan-host.h"

#include <string.h>

typedef NwdPlan *(*Planner) (const NwdState *state, const NwdHostChange *change, GError **error);

/* The label that is there already, at the same place or at another. */
static gboolean
check_free (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdLabel *other = nwd_state_get_label (state, change->name);
  const char *nic = change->nic ? change->nic : "";

  if (!other)
    return TRUE;
  if (g_str_equal (other->nic, nic))
    g_set_error (error, NWD_ERROR, NWD_ERROR_ALREADY_EXISTS,
                 "label %s is there already (INTERFACE_ALREADY_LABELED)", other->name);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
                 "label %s is on %s%s (OTHER_INTERFACE_ALREADY_LABELED)", other->name,
                 *other->nic ? "NIC " : "the host", other->nic);
  return FALSE;
}

static gboolean
check_nic (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdNic *nic = NULL;

  if (!change->nic || !*change->nic)
    return TRUE;
  if (!nwd_name_check_interface ("nic", change->nic, error))
    return FALSE;
  nic = nwd_state_get_nic (state, change->nic);
  if (!nic)
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                 "cannot put label %s on NIC %s: there is no such NIC", change->name, change->nic);
  else if (nwd_state_get_nic (state, nic->port_of))
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
                 "cannot put label %s on NIC %s: it is a port of %s "
                 "(LABEL_ATTACH_TO_IMPROPER_INTERFACE)",
                 change->name, nic->name, nic->port_of);
  else
    return TRUE;
  return FALSE;
}

static NwdHostChange *
attach_change_new (const NwdNetwork *network, const NwdLabel *label)
{
  NwdHostChange *change = nwd_host_change_new (NWD_HOST_ATTACH, network->id);

  change->nic = g_strdup (label->nic);
  change->label = g_strdup (label->name);
  return change;
}

/* Makes @change part of @plan, as of @forecast. */
static gboolean
add_change (
  NwdForecast *forecast, NwdPlan *plan, Planner planner, const NwdHostChange *change, GError **all)
{
  GError *error = NULL;
  g_autoptr (NwdPlan) more = planner (nwd_forecast_get_state (forecast), change, &error);

  if (!more)
    {
      nwd_error_add (all, error);
      return FALSE;
    }
  nwd_forecast_add (forecast, more);
  nwd_plan_set_object (more, "");
  nwd_plan_join (plan, more);
  return TRUE;
}

static int
compare_networks (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NwdNetwork *const *)a)->name, (*(NwdNetwork *const *)b)->name);
}

/* What is not for VMs has no bridge, and means nothing without a NIC. */
static gboolean
is_for (const NwdNetwork *network, const NwdLabel *label)
{
  return network->vm_network || *label->nic;
}

/* Those that carry the label and are not attached, by name. */
static GPtrArray *
list_waiting (const NwdState *state, const NwdLabel *label)
{
  GPtrArray *networks = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->networks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const NwdNetwork *network = value;

      if (!*network->attachment_id && g_str_equal (network->label, label->name)
          && is_for (network, label))
        g_ptr_array_add (networks, value);
    }
  g_ptr_array_sort (networks, compare_networks);
  return networks;
}

NwdPlan *
nwd_plan_label_add (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdForecast) forecast = NULL;
  g_autoptr (GPtrArray) networks = NULL;
  g_autoptr (NwdLabel) label = nwd_label_new (change->name, change->nic ? change->nic : "");
  GError *all = NULL;

  if (!nwd_name_check_word ("label", change->name, error) || !check_free (state, change, error)
      || !check_nic (state, change, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_LABEL_PUT, label->name, label->nic, 0),
                nwd_step_new_named (NWD_STEP_LABEL_REMOVE, label->name, NULL, 0));
  forecast = nwd_forecast_new (state);
  networks = list_waiting (state, label);
  for (guint i = 0; i < networks->len; i++)
    {
      g_autoptr (NwdHostChange) attach = attach_change_new (g_ptr_array_index (networks, i), label);

      add_change (forecast, plan, nwd_plan_host_attach, attach, &all);
    }
  if (all)
    {
      g_propagate_error (error, all);
      return NULL;
    }
  nwd_plan_set_object (plan, label->name);
  return g_steal_pointer (&plan);
}

static gboolean
check_lasts (const NwdHostChange *change, const char *name, const char *what, GError **error)
{
  if (!change->transient)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
               "persist: label %s would %s also when the host starts anew", name, what);
  return FALSE;
}

NwdPlan *
nwd_plan_label_set (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdLabel *label = nwd_state_get_label (state, change->name);
  NwdPlan *plan = NULL;

  if (!check_lasts (change, change->name, "be there", error))
    return NULL;
  if (!label || g_strcmp0 (change->nic ? change->nic : "", label->nic) != 0)
    return nwd_plan_label_add (state, change, error);
  plan = nwd_plan_new ();
  nwd_plan_set_object (plan, label->name);
  return plan;
}

static int
compare_attachments (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NwdAttachment *const *)a)->bridge, (*(NwdAttachment *const *)b)->bridge);
}

static GPtrArray *
list_attached (const NwdState *state, const char *label)
{
  GPtrArray *attachments = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, state->own_attachments);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((NwdAttachment *)value)->label, label))
      g_ptr_array_add (attachments, value);
  g_ptr_array_sort (attachments, compare_attachments);
  return attachments;
}

static gboolean
add_detach (NwdForecast *forecast, NwdPlan *plan, const NwdAttachment *attachment, GError **all)
{
  g_autoptr (NwdHostChange) detach = nwd_host_change_new (NWD_HOST_DETACH, attachment->id);

  detach->label = g_strdup (attachment->label);
  return add_change (forecast, plan, nwd_plan_host_detach, detach, all);
}

NwdPlan *
nwd_plan_label_remove (const NwdState *state, const NwdHostChange *change, GError **error)
{
  const NwdLabel *label = nwd_state_get_label (state, change->id);
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdForecast) forecast = nwd_forecast_new (state);
  g_autoptr (GPtrArray) attachments = list_attached (state, change->id);
  GError *all = NULL;

  if (!label)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                   "there is no label %s (LABEL_NOT_EXIST_IN_HOST)", change->id);
      return NULL;
    }
  if (!check_lasts (change, label->name, "be gone", error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_LABEL_REMOVE, label->name, NULL, 0),
                nwd_step_new_named (NWD_STEP_LABEL_PUT, label->name, label->nic, 0));
  for (guint i = 0; i < attachments->len; i++)
    add_detach (forecast, plan, g_ptr_array_index (attachments, i), &all);
  if (!all)
    return g_steal_pointer (&plan);
  g_propagate_error (error, all);
  return NULL;
}

/* A network that a label attached has it until it has none. */
static gboolean
check_not_renamed (const NwdAttachment *attachment, const NwdNetwork *network, GError **error)
{
  if (!attachment || !*attachment->label || !*network->label
      || g_str_equal (attachment->label, network->label))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_LABEL_IN_USE,
               "label: network %s is attached by label %s; take that off first "
               "(ACTION_TYPE_FAILED_NETWORK_LABEL_RENAMING_NOT_SUPPORTED)",
               network->name, attachment->label);
  return FALSE;
}

/* @attachment: the network's; NULL none. */
static gboolean
follow (NwdForecast *forecast,
        NwdPlan *plan,
        const NwdNetwork *network,
        const NwdAttachment *attachment,
        GError **error)
{
  const NwdState *after = nwd_forecast_get_state (forecast);
  const NwdLabel *label = nwd_state_get_label (after, network->label);
  g_autoptr (NwdHostChange) attach = NULL;
  GError *all = NULL;

  if (attachment && *attachment->label && !*network->label)
    add_detach (forecast, plan, attachment, &all);
  else if (!attachment && label && is_for (network, label))
    {
      attach = attach_change_new (network, label);
      add_change (forecast, plan, nwd_plan_host_attach, attach, &all);
    }
  if (all)
    g_propagate_error (error, all);
  return !all;
}

NwdPlan *
nwd_plan_label_follow (const NwdState *state,
                       NwdPlan *plan,
                       const NwdNetwork *network,
                       const NwdNetwork *old,
                       GError **error)
{
  g_autoptr (NwdPlan) joined = plan;
  g_autoptr (NwdForecast) forecast = NULL;
  const NwdNetwork *known = nwd_state_get_network (state, network->id);
  const NwdAttachment *attachment
    = known ? g_hash_table_lookup (state->own_attachments, known->attachment_id) : NULL;

  if (old && g_str_equal (network->label, old->label) && network->vm_network == old->vm_network)
    return g_steal_pointer (&joined);
  if (!check_not_renamed (attachment, network, error))
    return NULL;
  forecast = nwd_forecast_new (state);
  nwd_forecast_add (forecast, plan);
  return follow (forecast, joined, network, attachment, error) ? g_steal_pointer (&joined) : NULL;
}
