/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-label.h"

#include "nwd-error.h"
#include "nwd-label-rules.h"
#include "nwd-labelling.h"
#include "nwd-name.h"

#include <string.h>

/* --- which networks --- */

typedef gboolean (*Matches) (const NwdState *state, const void *record, const NwdLabel *label);

static int
compare_networks (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NwdNetwork *const *)a)->name, (*(NwdNetwork *const *)b)->name);
}

static int
compare_attachments (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NwdAttachment *const *)a)->bridge, (*(NwdAttachment *const *)b)->bridge);
}

/* Those of @table that match, in an order that is the same each time; borrowed. */
static GPtrArray *
list (const NwdState *state,
      GHashTable *table,
      Matches matches,
      const NwdLabel *label,
      GCompareFunc order)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (matches (state, value, label))
      g_ptr_array_add (found, value);
  g_ptr_array_sort (found, order);
  return found;
}

static gboolean
is_waiting (const NwdState *state, const void *record, const NwdLabel *label)
{
  const NwdNetwork *network = record;

  return !*network->attachment_id && g_str_equal (network->label, label->name)
         && nwd_labelling_is_for (network, label);
}

static gboolean
is_attached (const NwdState *state, const void *record, const NwdLabel *label)
{
  return g_str_equal (((const NwdAttachment *)record)->label, label->name);
}

/* By hand, where the label is not: on this host alone that may be for a reason. */
static gboolean
is_elsewhere (const NwdState *state, const void *record, const NwdLabel *label)
{
  const NwdAttachment *attachment = record;
  const NwdNetwork *network = nwd_state_get_network (state, attachment->network_id);

  return *label->nic && !attachment->adopted && !*attachment->label && network
         && g_str_equal (network->label, label->name) && !g_str_equal (attachment->nic, label->nic);
}

/* --- a label comes, moves and goes --- */

static gboolean
is_named (GHashTable *named, const NwdAttachment *attachment)
{
  return named && g_hash_table_contains (named, attachment->network_id);
}

/* Where this host has addresses in a network, nobody but who names that network may move it. */
static gboolean
check_no_addresses (const NwdState *state,
                    const NwdAttachment *attachment,
                    const NwdLabel *label,
                    GError **error)
{
  if (nwd_ip_config_is_none (attachment->ip))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot put label %s on NIC %s: network %s, which carries it, gives this host "
               "addresses elsewhere; move that network first",
               label->name, label->nic,
               nwd_state_get_network (state, attachment->network_id)->name);
  return FALSE;
}

static void
gather (const NwdState *state, NwdLabelling *labelling, GHashTable *named, const NwdLabel *label)
{
  g_autoptr (GPtrArray) elsewhere
    = list (state, state->own_attachments, is_elsewhere, label, compare_attachments);
  g_autoptr (GPtrArray) waiting
    = list (state, state->networks, is_waiting, label, compare_networks);

  for (guint i = 0; i < elsewhere->len; i++)
    {
      const NwdAttachment *attachment = g_ptr_array_index (elsewhere, i);
      GError *error = NULL;

      if (is_named (named, attachment))
        continue;
      if (check_no_addresses (state, attachment, label, &error))
        nwd_labelling_move (labelling, attachment, label);
      else
        nwd_error_add (&labelling->error, error);
    }
  for (guint i = 0; i < waiting->len; i++)
    nwd_labelling_attach (labelling, g_ptr_array_index (waiting, i), label);
}

/* What it attached where it was comes along, as far as that means something there. */
static void
bring (const NwdState *state, NwdLabelling *labelling, const NwdLabel *label)
{
  g_autoptr (GPtrArray) attached
    = list (state, state->own_attachments, is_attached, label, compare_attachments);

  for (guint i = 0; i < attached->len; i++)
    {
      const NwdAttachment *attachment = g_ptr_array_index (attached, i);

      if (nwd_labelling_is_for (nwd_state_get_network (state, attachment->network_id), label))
        nwd_labelling_move (labelling, attachment, label);
      else
        nwd_labelling_detach (labelling, attachment);
    }
}

/* @old: where it is now; NULL nowhere. */
static NwdPlan *
put (const NwdState *state,
     const NwdHostChange *change,
     const NwdLabel *old,
     GHashTable *named,
     GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdLabel) label = nwd_label_new (change->name, change->nic ? change->nic : "");
  g_autoptr (NwdLabelling) labelling = NULL;

  if (!nwd_name_check_word ("label", change->name, error)
      || !nwd_label_rules_check_nic (state, change, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_LABEL_PUT, label->name, label->nic, 0),
                old ? nwd_step_new_named (NWD_STEP_LABEL_PUT, old->name, old->nic, 0)
                    : nwd_step_new_named (NWD_STEP_LABEL_REMOVE, label->name, NULL, 0));
  labelling = nwd_labelling_new (state, plan);
  bring (state, labelling, label);
  gather (state, labelling, named, label);
  nwd_plan_set_object (plan, label->name);
  return nwd_labelling_finish (labelling, error) ? g_steal_pointer (&plan) : NULL;
}

NwdPlan *
nwd_plan_label_add (const NwdState *state, const NwdHostChange *change, GError **error)
{
  return nwd_label_rules_check_free (state, change, error) ? put (state, change, NULL, NULL, error)
                                                           : NULL;
}

NwdPlan *
nwd_plan_label_set (const NwdState *state,
                    const NwdHostChange *change,
                    GHashTable *named,
                    GError **error)
{
  const NwdLabel *label = nwd_state_get_label (state, change->name);
  NwdPlan *plan = NULL;

  if (!nwd_label_rules_check_lasts (change, change->name, "be there", error))
    return NULL;
  if (!label || g_strcmp0 (change->nic ? change->nic : "", label->nic) != 0)
    return put (state, change, label, named, error);
  plan = nwd_plan_new ();
  nwd_plan_set_object (plan, label->name);
  return plan;
}

NwdPlan *
nwd_plan_label_remove (const NwdState *state,
                       const NwdHostChange *change,
                       GHashTable *named,
                       GError **error)
{
  const NwdLabel *label = nwd_state_get_label (state, change->id);
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdLabelling) labelling = NULL;
  g_autoptr (GPtrArray) attached = NULL;

  if (!label)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND,
                   "there is no label %s (LABEL_NOT_EXIST_IN_HOST)", change->id);
      return NULL;
    }
  if (!nwd_label_rules_check_lasts (change, label->name, "be gone", error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_LABEL_REMOVE, label->name, NULL, 0),
                nwd_step_new_named (NWD_STEP_LABEL_PUT, label->name, label->nic, 0));
  labelling = nwd_labelling_new (state, plan);
  attached = list (state, state->own_attachments, is_attached, label, compare_attachments);
  for (guint i = 0; i < attached->len; i++)
    {
      NwdAttachment *attachment = g_ptr_array_index (attached, i);

      if (is_named (named, attachment))
        nwd_labelling_let_go (labelling, attachment);
      else
        nwd_labelling_detach (labelling, attachment);
    }
  return nwd_labelling_finish (labelling, error) ? g_steal_pointer (&plan) : NULL;
}

/* --- a network gets a label, or loses it --- */

/* @attachment: the network's; NULL none. */
static void
follow (NwdLabelling *labelling, const NwdNetwork *network, const NwdAttachment *attachment)
{
  const NwdState *after = nwd_forecast_get_state (labelling->forecast);
  const NwdLabel *label = nwd_state_get_label (after, network->label);

  if (attachment && *attachment->label && !*network->label)
    nwd_labelling_detach (labelling, attachment);
  else if (!attachment && label && nwd_labelling_is_for (network, label))
    nwd_labelling_attach (labelling, network, label);
}

NwdPlan *
nwd_plan_label_follow (const NwdState *state,
                       NwdPlan *plan,
                       const NwdNetwork *network,
                       const NwdNetwork *old,
                       GError **error)
{
  g_autoptr (NwdPlan) joined = plan;
  g_autoptr (NwdLabelling) labelling = NULL;
  const NwdNetwork *known = nwd_state_get_network (state, network->id);
  const NwdAttachment *attachment
    = known ? g_hash_table_lookup (state->own_attachments, known->attachment_id) : NULL;

  if (old && g_str_equal (network->label, old->label) && network->vm_network == old->vm_network)
    return g_steal_pointer (&joined);
  if (!nwd_label_rules_check_not_renamed (attachment, network, error))
    return NULL;
  labelling = nwd_labelling_new (state, joined);
  follow (labelling, network, attachment);
  return nwd_labelling_finish (labelling, error) ? g_steal_pointer (&joined) : NULL;
}
