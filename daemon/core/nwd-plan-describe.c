/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-batch.h"

#include "nwd-path.h"
#include "nwd-resolve.h"

typedef struct
{
  const NwdState *state;
  GVariantBuilder *steps;
  GHashTable *bridges; /* set of names: each VM that needs a new one has the step, one does it */
} Description;

static GVariant *
path (NwdKind kind, const char *id)
{
  g_autofree char *text = nwd_path_new (kind, id);

  return g_variant_new_object_path (text);
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
  GVariantBuilder *steps = d->steps;

  g_variant_builder_open (steps, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (steps, "{sv}", "object", object);
  g_variant_builder_add (steps, "{sv}", "do", g_variant_new_string (verb));
  g_variant_builder_add (steps, "{sv}", "property", g_variant_new_string (property));
  g_variant_builder_add (steps, "{sv}", "from", from);
  g_variant_builder_add (steps, "{sv}", "to", to);
  g_variant_builder_add (steps, "{sv}", "guest-sees", g_variant_new_string (guest_sees));
  g_variant_builder_close (steps);
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

static void
describe_hardware (Update *u)
{
  const NwdCardChange *to = u->to, *from = u->from;

  if (to->fields & NWD_CARD_MAC)
    add_text (u, "mac-address", from->new_mac, to->new_mac);
  if (to->fields & NWD_CARD_MODEL)
    add_text (u, "model", from->model, to->model);
  if (to->fields & NWD_CARD_MTU)
    add (u->d, u->object, "update", "mtu", g_variant_new_uint32 (from->mtu),
         g_variant_new_uint32 (to->mtu), scope_word (to, "nothing"));
  if (to->fields & NWD_CARD_FILTER)
    add_text (u, "filter", from->filter, to->filter);
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
  else if (from)
    describe_update (d, to, from);
}

/* What the store keeps of a card on the empty network is how its link is to be elsewhere. */
static void
describe_note (Description *d, const NwdStep *step)
{
  const NwdNote *note = step->note;
  gboolean drop = step->kind == NWD_STEP_NOTE_DROP;

  add (d, vnic_path (d->state, step->vm_id, note->mac, note->nth), drop ? "forget" : "remember",
       "linked", g_variant_new_boolean (note->linked), g_variant_new_boolean (note->linked),
       "nothing");
}

static void
describe_stored (Description *d, const char *id, const char *verb)
{
  add (d, path (NWD_KIND_VNIC, id), verb, "", g_variant_new_string (""), g_variant_new_string (""),
       "nothing");
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
      describe_stored (d, step->vnic->id, "remember");
      break;
    case NWD_STEP_VNIC_DROP:
      describe_stored (d, step->name, "forget");
      break;
    case NWD_STEP_BRIDGE_CREATE:
      if (g_hash_table_add (d->bridges, step->name))
        add (d, path (NWD_KIND_NETWORK, NULL), "create-bridge", "bridge", g_variant_new_string (""),
             g_variant_new_string (step->name), "nothing");
      break;
    case NWD_STEP_QUARANTINE:
    case NWD_STEP_WAIT:
    case NWD_STEP_BRIDGE_MTU:
    case NWD_STEP_BRIDGE_DELETE:
    case NWD_STEP_NETWORK_PUT:
    case NWD_STEP_NETWORK_REMOVE:
    case NWD_STEP_ATTACHMENT_PUT:
    case NWD_STEP_ATTACHMENT_REMOVE:
    case NWD_N_STEPS:
    default:
      break;
    }
}

GVariant *
nwd_plan_describe (const NwdState *state, GPtrArray *plans)
{
  g_autoptr (GHashTable) bridges = g_hash_table_new (g_str_hash, g_str_equal);
  GVariantBuilder steps = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  Description description = { state, &steps, bridges };

  for (guint i = 0; i < plans->len; i++)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, i);

      for (guint n = 0; n < plan->steps->len; n++)
        describe_step (&description, g_ptr_array_index (plan->steps, n),
                       g_ptr_array_index (plan->undo, n));
    }
  return g_variant_builder_end (&steps);
}
