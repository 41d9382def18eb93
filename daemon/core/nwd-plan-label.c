/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-label.h"

#include "nwd-error.h"
#include "nwd-label-rules.h"
#include "nwd-labelling.h"
#include "nwd-name.h"

#include <string.h>

/* --- which networks --- */

/* @attachment: the network's own; NULL none. */
typedef gboolean (*Matches) (const NwdNetwork *network,
                             const NwdAttachment *attachment,
                             const NwdLabel *label);

static NwdAttachment *
get_attachment (const NwdState *state, const NwdNetwork *network)
{
  return g_hash_table_lookup (state->own_attachments, network->attachment_id);
}

/* Untagged ones first: what has tags cannot have a larger MTU than they give the NIC. */
static int
compare_networks (gconstpointer a, gconstpointer b)
{
  const NwdNetwork *one = *(NwdNetwork *const *)a, *other = *(NwdNetwork *const *)b;

  if (!one->vlan != !other->vlan)
    return one->vlan ? 1 : -1;
  return strcmp (one->name, other->name);
}

/* Those that match, in the order in which they come to a NIC; borrowed. */
static GPtrArray *
list (const NwdState *state, Matches matches, const NwdLabel *label)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer network;

  g_hash_table_iter_init (&iter, state->networks);
  while (g_hash_table_iter_next (&iter, NULL, &network))
    if (matches (network, get_attachment (state, network), label))
      g_ptr_array_add (found, network);
  g_ptr_array_sort (found, compare_networks);
  return found;
}

static gboolean
is_attached_by (const NwdNetwork *network, const NwdAttachment *attachment, const NwdLabel *label)
{
  return attachment && g_str_equal (attachment->label, label->name);
}

/* By hand, where the label is not; one on a NIC stays there when the label is on the host. */
static gboolean
is_elsewhere (const NwdAttachment *attachment, const NwdLabel *label)
{
  return *label->nic && !attachment->adopted && !*attachment->label
         && !g_str_equal (attachment->nic, label->nic);
}

/* Does it carry the label, and is not where that is? */
static gboolean
is_to_come (const NwdNetwork *network, const NwdAttachment *attachment, const NwdLabel *label)
{
  if (!g_str_equal (network->label, label->name) || !nwd_labelling_is_for (network, label))
    return FALSE;
  return attachment ? is_elsewhere (attachment, label) : !*network->attachment_id;
}

/* --- a label comes, moves and goes --- */

static gboolean
is_named (GHashTable *named, const NwdNetwork *network)
{
  return named && g_hash_table_contains (named, network->id);
}

/* What gives this host addresses, or is for this boot alone, is moved by who names it. */
static gboolean
check_movable (const NwdNetwork *network,
               const NwdAttachment *attachment,
               const NwdLabel *label,
               GError **error)
{
  const char *why = NULL;

  if (!nwd_ip_config_is_none (attachment->ip))
    why = "gives this host addresses where it is";
  else if (*attachment->boot_id)
    why = "is attached until the host starts anew, and no longer";
  if (!why)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_IN_USE,
               "cannot put label %s on %s%s: network %s, which carries it, %s; move or detach that "
               "first",
               label->name, *label->nic ? "NIC " : "the host", label->nic, network->name, why);
  return FALSE;
}

/* Keeps what is wrong where it is not. */
static gboolean
may_move (NwdLabelling *labelling,
          const NwdNetwork *network,
          const NwdAttachment *attachment,
          const NwdLabel *label)
{
  GError *error = NULL;

  if (check_movable (network, attachment, label, &error))
    return TRUE;
  nwd_error_add (&labelling->error, error);
  return FALSE;
}

static void
gather (const NwdState *state, NwdLabelling *labelling, GHashTable *named, const NwdLabel *label)
{
  g_autoptr (GPtrArray) networks = list (state, is_to_come, label);

  for (guint i = 0; i < networks->len; i++)
    {
      const NwdNetwork *network = g_ptr_array_index (networks, i);
      const NwdAttachment *attachment = get_attachment (state, network);

      if (!attachment)
        nwd_labelling_attach (labelling, network, label);
      else if (!is_named (named, network) && may_move (labelling, network, attachment, label))
        nwd_labelling_move (labelling, attachment, label, /* override= */ FALSE);
    }
}

/* What it attached where it was comes along, as far as that means something there, and is put right
 * where it is not as it should be: a NIC may have died. */
static void
bring (const NwdState *state, NwdLabelling *labelling, GHashTable *named, const NwdLabel *label)
{
  g_autoptr (GPtrArray) networks = list (state, is_attached_by, label);

  for (guint i = 0; i < networks->len; i++)
    {
      const NwdNetwork *network = g_ptr_array_index (networks, i);
      NwdAttachment *attachment = get_attachment (state, network);

      if (nwd_labelling_is_for (network, label))
        nwd_labelling_move (labelling, attachment, label, /* override= */ TRUE);
      else if (is_named (named, network))
        nwd_labelling_let_go (labelling, attachment);
      else if (may_move (labelling, network, attachment, label))
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
  bring (state, labelling, named, label);
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

  if (!label || g_strcmp0 (change->nic ? change->nic : "", label->nic) != 0)
    return nwd_label_rules_check_lasts (change, change->name, error)
             ? put (state, change, label, named, error)
             : NULL;
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
  if (!nwd_label_rules_check_lasts (change, label->name, error))
    return NULL;
  nwd_plan_add (plan, nwd_step_new_named (NWD_STEP_LABEL_REMOVE, label->name, NULL, 0),
                nwd_step_new_named (NWD_STEP_LABEL_PUT, label->name, label->nic, 0));
  labelling = nwd_labelling_new (state, plan);
  attached = list (state, is_attached_by, label);
  for (guint i = attached->len; i > 0; i--)
    {
      const NwdNetwork *network = g_ptr_array_index (attached, i - 1);
      NwdAttachment *attachment = get_attachment (state, network);

      if (is_named (named, network))
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
