/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-batch.h"

#include "nwd-plan-describe.h"
#include "nwd-resolve.h"

typedef struct
{
  const NwdState *state;
  GVariantBuilder *steps;
  GHashTable *bridges; /* set of names: each VM that needs a new one has the step, one does it */

  /* Of one VM: */
  GHashTable *detours; /* MAC for the time between → the one that its card then gets */
  GHashTable *former;  /* MAC that a card gets → the one that it has */
} Description;

static GVariant *
path (NwdKind kind, const char *id)
{
  return nwd_plan_describe_path (kind, id);
}

/* Takes the floating @object, @from and @to. */
static void
add (Description *d,
     GVariant *object,
     const char *verb,
     const char *property,
     GVariant *from,
     GVariant *to,
     const char *guest_sees)
{
  nwd_plan_describe_add (d->steps, object, verb, property, from, to, guest_sees, /* vms= */ NULL);
}

/* The vNIC that a step is about; "/" for one that is not there yet. */
static GVariant *
vnic_path (const NwdState *state, const char *vm_id, const char *mac, guint nth)
{
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);

  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *vnic = nwd_state_get_vnic (state, g_ptr_array_index (vm->vnic_ids, i));
      const NwdCard *card = nwd_vnic_get_card (vnic);

      if (card->nth == nth && g_str_equal (card->mac, mac))
        return path (NWD_KIND_VNIC, vnic->id);
    }
  return path (NWD_KIND_VNIC, NULL);
}

static GVariant *
network_path (const NwdState *state, const NwdSource *source)
{
  g_autofree char *id = nwd_resolve_network_id (state, source);

  return path (NWD_KIND_NETWORK, id);
}

static const char *
scope_word (const NwdCardChange *change, const char *live)
{
  return change->scope & NWD_SCOPE_LIVE ? live : "nothing-until-next-start";
}

typedef struct
{
  Description *d;
  GVariant *object;
  const NwdCardChange *to;
  const NwdCardChange *from;
} Update;

static void
add_text (Update *u, const char *property, const char *from, const char *to)
{
  add (u->d, u->object, "update", property, g_variant_new_string (from), g_variant_new_string (to),
       scope_word (u->to, "nothing"));
}

static void
describe_wiring (Update *u)
{
  const NwdState *state = u->d->state;
  const char *sees = scope_word (u->to, "nothing");
  const NwdCardChange *to = u->to, *from = u->from;

  if (to->fields & NWD_CARD_LINKED)
    add (u->d, u->object, "update", "linked", g_variant_new_boolean (from->linked),
         g_variant_new_boolean (to->linked), scope_word (to, to->linked ? "link-up" : "link-down"));
  if (to->fields & NWD_CARD_SOURCE)
    add (u->d, u->object, "update", "network", network_path (state, from->source),
         network_path (state, to->source), sees);
  if (to->fields & NWD_CARD_ISOLATED)
    add (u->d, u->object, "update", "port-isolated", g_variant_new_boolean (from->isolated),
         g_variant_new_boolean (to->isolated), sees);
}

/* Where it goes in the end. */
static const char *
final_mac (const Description *d, const char *mac)
{
  const char *final = g_hash_table_lookup (d->detours, mac);

  return final ? final : mac;
}

static void
describe_filter (Update *u)
{
  const NwdCardChange *to = u->to, *from = u->from;

  if (!g_str_equal (from->filter, to->filter))
    add_text (u, "filter", from->filter, to->filter);
  if (!g_variant_equal (from->filter_parameters, to->filter_parameters))
    add (u->d, u->object, "update", "filter-parameters", from->filter_parameters,
         to->filter_parameters, scope_word (to, "nothing"));
}

static void
describe_hardware (Update *u)
{
  const NwdCardChange *to = u->to, *from = u->from;

  if (to->fields & NWD_CARD_MAC)
    add_text (u, "mac-address", from->new_mac, final_mac (u->d, to->new_mac));
  if (to->fields & NWD_CARD_MODEL)
    add_text (u, "model", from->model, to->model);
  if (to->fields & NWD_CARD_MTU)
    add (u->d, u->object, "update", "mtu", g_variant_new_uint32 (from->mtu),
         g_variant_new_uint32 (to->mtu), scope_word (to, "nothing"));
  if (to->fields & NWD_CARD_FILTER)
    describe_filter (u);
  if (to->fields & NWD_CARD_VIRTUAL_PORT)
    add (u->d, u->object, "update", "virtual-port", from->virtual_port, to->virtual_port,
         scope_word (to, "nothing"));
}

static void
describe_update (Description *d, const NwdCardChange *to, const NwdCardChange *from)
{
  g_autoptr (GVariant) object
    = g_variant_ref_sink (vnic_path (d->state, to->vm_id, to->mac, to->nth));
  Update update = { d, object, to, from };

  describe_wiring (&update);
  describe_hardware (&update);
}

static void
describe_plug (Description *d, const NwdCardChange *to)
{
  gboolean plugs = to->verb == NWD_CARD_ATTACH;

  add (d, vnic_path (d->state, to->vm_id, to->mac, to->nth), plugs ? "plug" : "unplug", "plugged",
       g_variant_new_boolean (!plugs), g_variant_new_boolean (plugs),
       scope_word (to, plugs ? "card-added" : "card-removed"));
}

static void
describe_card (Description *d, const NwdCardChange *to, const NwdCardChange *from)
{
  if (to->verb != NWD_CARD_UPDATE)
    describe_plug (d, to);
  else if (from && !g_hash_table_contains (d->detours, to->mac))
    describe_update (d, to, from);
}

/* What the store keeps of a card on the empty network is how its link is to be elsewhere. */
static void
describe_note (Description *d, const NwdStep *step)
{
  const NwdNote *note = step->note;
  gboolean drop = step->kind == NWD_STEP_NOTE_DROP;
  const char *former = drop ? NULL : g_hash_table_lookup (d->former, note->mac);

  if (g_hash_table_contains (d->detours, note->mac))
    return;
  add (d, vnic_path (d->state, step->vm_id, former ? former : note->mac, note->nth),
       drop ? "forget" : "remember", "linked", g_variant_new_boolean (note->linked),
       g_variant_new_boolean (note->linked), "nothing");
}

static GVariant *
network_paths (char **ids)
{
  GVariantBuilder paths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_OBJECT_PATH_ARRAY);

  for (; *ids; ids++)
    g_variant_builder_add_value (&paths, path (NWD_KIND_NETWORK, *ids));
  return g_variant_builder_end (&paths);
}

/* Two that are the vNIC's, though the store has them. */
static void
describe_identity (Description *d,
                   const char *id,
                   const NwdStoredVnic *from,
                   const NwdStoredVnic *to)
{
  static char *none[] = { NULL };
  const NwdVnic *vnic = nwd_state_get_vnic (d->state, id);
  const char *name = vnic ? vnic->name : "";
  char **then = from ? from->mirrors : none;
  char **now = to ? to->mirrors : none;

  if (to && *to->name && !g_str_equal (name, to->name))
    add (d, path (NWD_KIND_VNIC, id), "update", "name", g_variant_new_string (name),
         g_variant_new_string (to->name), "nothing");
  if (!g_strv_equal ((const char *const *)then, (const char *const *)now))
    add (d, path (NWD_KIND_VNIC, id), "update", "mirrored-networks", network_paths (then),
         network_paths (now), "nothing");
}

/* "remember", "forget"; NULL: neither. */
static const char *
keeping_word (const NwdStoredVnic *from, const NwdStoredVnic *to)
{
  if (to && to->card)
    return from && nwd_card_equal (from->card, to->card) ? NULL : "remember";
  if (from && (from->card || (!to && *from->name)))
    return "forget";
  return NULL;
}

/* @from, @to: what is stored of it; NULL: nothing. */
static void
describe_stored (Description *d, const char *id, const NwdStoredVnic *from, const NwdStoredVnic *to)
{
  const char *verb = keeping_word (from, to);

  describe_identity (d, id, from, to);
  if (verb)
    add (d, path (NWD_KIND_VNIC, id), verb, "", g_variant_new_string (""),
         g_variant_new_string (""), "nothing");
}

static void
describe_step (Description *d, const NwdStep *step, const NwdStep *undo)
{
  switch (step->kind)
    {
    case NWD_STEP_CARD:
      describe_card (d, step->card, undo ? undo->card : NULL);
      break;
    case NWD_STEP_NOTE:
    case NWD_STEP_NOTE_DROP:
      describe_note (d, step);
      break;
    case NWD_STEP_VNIC_PUT:
      describe_stored (d, step->vnic->id, undo ? undo->vnic : NULL, step->vnic);
      break;
    case NWD_STEP_VNIC_DROP:
      describe_stored (d, step->name, undo ? undo->vnic : NULL, NULL);
      break;
    case NWD_STEP_BRIDGE_CREATE:
    case NWD_STEP_BRIDGE_CREATE_OPEN:
      if (g_hash_table_add (d->bridges, step->name))
        add (d, path (NWD_KIND_NETWORK, NULL), "create-bridge", "bridge", g_variant_new_string (""),
             g_variant_new_string (step->name), "nothing");
      break;
    case NWD_STEP_QUARANTINE:
    case NWD_STEP_WAIT:
    case NWD_STEP_BRIDGE_MTU:
    case NWD_STEP_BRIDGE_RESET:
    case NWD_STEP_BRIDGE_RESTORE:
    case NWD_STEP_BRIDGE_DELETE:
    case NWD_STEP_PORT_ADD:
    case NWD_STEP_PORT_REMOVE:
    case NWD_STEP_NIC_MANAGED:
    case NWD_STEP_NETWORK_PUT:
    case NWD_STEP_NETWORK_REMOVE:
    case NWD_STEP_ATTACHMENT_PUT:
    case NWD_STEP_ATTACHMENT_REMOVE:
    case NWD_STEP_LABEL_PUT:
    case NWD_STEP_LABEL_REMOVE:
    case NWD_N_STEPS:
    default:
      break;
    }
}

/* Of cards that swap their addresses one gets another for the time between: nobody asked for it. */
static void
add_address (Description *d, const NwdCardChange *change)
{
  char *first = g_hash_table_lookup (d->former, change->mac);

  if (first)
    g_hash_table_insert (d->detours, change->mac, change->new_mac);
  g_hash_table_insert (d->former, change->new_mac, first ? first : change->mac);
}

static void
describe_host_plan (Description *d, const NwdPlan *plan)
{
  for (guint i = 0; i < plan->steps->len; i++)
    nwd_plan_describe_host_step (d->state, plan, i, d->steps);
}

static void
describe_plan (Description *d, const NwdPlan *plan)
{
  if (!*plan->vm_id)
    {
      describe_host_plan (d, plan);
      return;
    }
  g_hash_table_remove_all (d->detours);
  g_hash_table_remove_all (d->former);
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const NwdStep *step = g_ptr_array_index (plan->steps, i);

      if (step->kind == NWD_STEP_CARD && (step->card->fields & NWD_CARD_MAC))
        add_address (d, step->card);
    }
  for (guint i = 0; i < plan->steps->len; i++)
    describe_step (d, g_ptr_array_index (plan->steps, i), g_ptr_array_index (plan->undo, i));
}

GVariant *
nwd_plan_describe (const NwdState *state, GPtrArray *plans)
{
  g_autoptr (GHashTable) bridges = g_hash_table_new (g_str_hash, g_str_equal);
  GVariantBuilder steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GHashTable) detours = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) former = g_hash_table_new (g_str_hash, g_str_equal);
  Description description = { state, &steps, bridges, detours, former };

  for (guint i = 0; i < plans->len; i++)
    describe_plan (&description, g_ptr_array_index (plans, i));
  return g_variant_builder_end (&steps);
}
