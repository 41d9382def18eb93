/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-describe.h"

#include <string.h>

typedef struct
{
  const NwdState *state;
  const NwdPlan *plan;
  GVariantBuilder *steps;
} Description;

/* What a step makes or takes away, as it stands in it or in what undoes it. */
static const NwdAttachment *
attachment_of (const NwdPlan *plan, guint i)
{
  const NwdStep *step = g_ptr_array_index (plan->steps, i);
  const NwdStep *undo = g_ptr_array_index (plan->undo, i);

  return step->attachment ? step->attachment : undo ? undo->attachment : NULL;
}

/* The network that has or gets that bridge; "" none. */
static const char *
network_of_bridge (const NwdPlan *plan, const char *bridge)
{
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const NwdAttachment *attachment = attachment_of (plan, i);

      if (attachment && g_str_equal (attachment->bridge, bridge))
        return attachment->network_id;
    }
  return "";
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* VMs that are off, and have a card on a network that goes. */
static GVariant *
list_stranded (const NwdState *state, const char *network_id)
{
  GHashTable *vnics = g_hash_table_lookup (state->network_vnics, network_id);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  if (vnics)
    {
      g_hash_table_iter_init (&iter, vnics);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        {
          const NwdVnic *vnic = nwd_state_get_vnic (state, id);
          const char *name = nwd_state_get_vnic_vm (state, vnic)->domain->name;

          if (nwd_vnic_is_plugged (vnic) && g_hash_table_add (seen, (gpointer)name))
            g_ptr_array_add (names, (gpointer)name);
        }
    }
  g_ptr_array_sort (names, compare_names);
  return g_variant_new_strv ((const char *const *)names->pdata, (gssize)names->len);
}

static void
add (const Description *d,
     const char *network_id,
     const char *verb,
     const char *from,
     const char *to,
     GVariant *vms)
{
  nwd_plan_describe_add (d->steps, nwd_plan_describe_path (NWD_KIND_NETWORK, network_id), verb,
                         "bridge", g_variant_new_string (from), g_variant_new_string (to),
                         "nothing", vms);
}

static void
describe_bridge (const Description *d, const NwdStep *step)
{
  const char *network_id = network_of_bridge (d->plan, step->name);

  if (step->kind == NWD_STEP_BRIDGE_DELETE)
    add (d, network_id, "delete-bridge", step->name, "", NULL);
  else
    add (d, network_id, "create-bridge", "", step->name, NULL);
}

/* The addresses that what carries a network has before or after a step; none where that has no
 * such thing. */
static GVariant *
ip_of (const NwdStep *step)
{
  g_autoptr (NwdIpConfig) none = nwd_ip_config_new ();

  if (step && step->kind == NWD_STEP_PORT_ADD)
    return nwd_ip_config_to_variant (step->uplink->ip);
  if (step && step->bridge)
    return nwd_ip_config_to_variant (step->bridge->ip);
  return nwd_ip_config_to_variant (none);
}

static void
describe_port (const Description *d, const NwdStep *step, const NwdStep *undo)
{
  GVariant *nic = nwd_plan_describe_path (NWD_KIND_NIC, step->uplink->nic);
  gboolean adds = step->kind == NWD_STEP_PORT_ADD;
  const char *bridge = step->uplink->bridge;

  if (*bridge)
    nwd_plan_describe_add (d->steps, nic, adds ? "add-port" : "remove-port", "bridge",
                           g_variant_new_string (adds ? "" : bridge),
                           g_variant_new_string (adds ? bridge : ""), "nothing", NULL);
  else
    nwd_plan_describe_add (d->steps, nic, adds ? "configure-nic" : "release-nic",
                           "ip-configuration", ip_of (undo), ip_of (step), "nothing", NULL);
}

/* What the host is to be in a network. */
static void
describe_reset (const Description *d, const NwdStep *step, const NwdStep *undo)
{
  nwd_plan_describe_add (
    d->steps, nwd_plan_describe_path (NWD_KIND_NETWORK, network_of_bridge (d->plan, step->name)),
    "set-bridge", "ip-configuration", g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0),
    nwd_ip_config_to_variant (step->ip), "nothing", NULL);
}

/* What an attachment is otherwise than it was. */
static void
describe_change (const Description *d, const NwdAttachment *from, const NwdAttachment *to)
{
  g_autoptr (GVariant) network
    = g_variant_ref_sink (nwd_plan_describe_path (NWD_KIND_NETWORK, to->network_id));

  if (!g_str_equal (from->nic, to->nic))
    nwd_plan_describe_add (d->steps, network, "change-attachment", "nic",
                           nwd_plan_describe_path (NWD_KIND_NIC, from->nic),
                           nwd_plan_describe_path (NWD_KIND_NIC, to->nic), "nothing", NULL);
  if (!g_str_equal (from->label, to->label))
    nwd_plan_describe_add (d->steps, network, "change-attachment", "label",
                           g_variant_new_string (from->label), g_variant_new_string (to->label),
                           "nothing", NULL);
  if (!nwd_ip_config_equal (from->ip, to->ip))
    nwd_plan_describe_add (d->steps, network, "change-attachment", "ip-configuration",
                           nwd_ip_config_to_variant (from->ip), nwd_ip_config_to_variant (to->ip),
                           "nothing", NULL);
}

/* @undo: NULL, or what undoes @step. */
static void
describe_attachment (const Description *d,
                     const NwdStep *step,
                     const NwdStep *undo,
                     const NwdAttachment *attachment)
{
  const char *network_id = attachment->network_id;

  if (step->attachment && undo && undo->attachment)
    describe_change (d, undo->attachment, step->attachment);
  else if (step->kind == NWD_STEP_ATTACHMENT_PUT)
    add (d, network_id, "attach", "", attachment->bridge, NULL);
  else
    add (d, network_id, "detach", attachment->bridge, "", list_stranded (d->state, network_id));
}

/* From that NIC to that, "" the host, NULL: it is on none. */
static const char *
label_verb (const char *from, const char *to)
{
  if (!from)
    return "add-label";
  return to ? "move-label" : "remove-label";
}

static void
describe_label (const Description *d, const NwdStep *step, const NwdStep *undo)
{
  const char *from = undo->kind == NWD_STEP_LABEL_PUT ? undo->text : NULL;
  const char *to = step->kind == NWD_STEP_LABEL_PUT ? step->text : NULL;

  nwd_plan_describe_add (d->steps, nwd_plan_describe_path (NWD_KIND_LABEL, step->name),
                         label_verb (from, to), "nic",
                         nwd_plan_describe_path (NWD_KIND_NIC, from ? from : ""),
                         nwd_plan_describe_path (NWD_KIND_NIC, to ? to : ""), "nothing", NULL);
}

void
nwd_plan_describe_host_step (const NwdState *state,
                             const NwdPlan *plan,
                             guint i,
                             GVariantBuilder *steps)
{
  const NwdStep *step = g_ptr_array_index (plan->steps, i);
  const NwdAttachment *attachment = attachment_of (plan, i);
  const Description d = { state, plan, steps };

  if (attachment)
    describe_attachment (&d, step, g_ptr_array_index (plan->undo, i), attachment);
  else if (nwd_step_is_of_port (step))
    describe_port (&d, step, g_ptr_array_index (plan->undo, i));
  else if (step->kind == NWD_STEP_BRIDGE_RESET)
    describe_reset (&d, step, g_ptr_array_index (plan->undo, i));
  else if (step->kind == NWD_STEP_LABEL_PUT || step->kind == NWD_STEP_LABEL_REMOVE)
    describe_label (&d, step, g_ptr_array_index (plan->undo, i));
  else if (nwd_step_makes_bridge (step) || step->kind == NWD_STEP_BRIDGE_DELETE)
    describe_bridge (&d, step);
}
