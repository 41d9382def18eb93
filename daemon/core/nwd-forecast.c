/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-forecast.h"

struct _NwdForecast
{
  NwdState state; /* borrowed but for its attachments, networks, labels, links, NICs and uplinks */
};

/* @ref: of its records. */
static GHashTable *
copy_table (GHashTable *table, gpointer (*ref) (gpointer), GDestroyNotify unref)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), ref (value));
  return copy;
}

#define COPY(name, type)                                                                           \
  copy_table (state->name, (gpointer (*) (gpointer))type##_ref, (GDestroyNotify)type##_unref)

NwdForecast *
nwd_forecast_new (const NwdState *state)
{
  NwdForecast *forecast = g_new0 (NwdForecast, 1);

  forecast->state = *state;
  forecast->state.own_attachments = COPY (own_attachments, nwd_attachment);
  forecast->state.networks = COPY (networks, nwd_network);
  forecast->state.labels = COPY (labels, nwd_label);
  forecast->state.links = COPY (links, nwd_link);
  forecast->state.nics = COPY (nics, nwd_nic);
  forecast->state.uplinks = COPY (uplinks, nwd_uplink);
  return forecast;
}

void
nwd_forecast_free (NwdForecast *forecast)
{
  g_hash_table_unref (forecast->state.own_attachments);
  g_hash_table_unref (forecast->state.networks);
  g_hash_table_unref (forecast->state.labels);
  g_hash_table_unref (forecast->state.links);
  g_hash_table_unref (forecast->state.nics);
  g_hash_table_unref (forecast->state.uplinks);
  g_free (forecast);
}

const NwdState *
nwd_forecast_get_state (const NwdForecast *forecast)
{
  return &forecast->state;
}

/* @attachment_id: "" none. */
static void
set_attachment (NwdState *state, const char *network_id, const char *attachment_id)
{
  const NwdNetwork *network = nwd_state_get_network (state, network_id);
  NwdNetwork *copy = NULL;

  if (!network)
    return;
  copy = nwd_network_copy (network);
  g_free (copy->attachment_id);
  copy->attachment_id = g_strdup (attachment_id);
  g_hash_table_replace (state->networks, g_strdup (network_id), copy);
}

static void
put_attachment (NwdState *state, NwdAttachment *attachment)
{
  g_hash_table_replace (state->own_attachments, g_strdup (attachment->id),
                        nwd_attachment_ref (attachment));
  set_attachment (state, attachment->network_id, attachment->id);
}

static void
remove_attachment (NwdState *state, const char *id)
{
  const NwdAttachment *attachment = g_hash_table_lookup (state->own_attachments, id);

  if (!attachment)
    return;
  set_attachment (state, attachment->network_id, "");
  g_hash_table_remove (state->own_attachments, id);
}

static void
put_bridge (NwdState *state, const char *name, guint mtu)
{
  NwdLink *bridge = nwd_link_new (/* index= */ 0, name, "bridge");

  bridge->mtu = mtu;
  g_hash_table_replace (state->links, g_strdup (name), bridge);
}

static NwdLink *
resize (const NwdLink *link, guint mtu)
{
  NwdLink *copy = nwd_link_new (link->index, link->name, link->kind);

  g_free (copy->mac);
  copy->mac = g_strdup (link->mac);
  copy->bond_mode = link->bond_mode;
  copy->mtu = mtu ? mtu : link->mtu;
  copy->up = link->up;
  copy->carrier = link->carrier;
  copy->speed = link->speed;
  return copy;
}

/* @bridge: "" none. @mtu: 0 as it is. @profile_id: by which it is configured then; "" none. */
static void
set_nic (NwdState *state, const char *name, const char *bridge, guint mtu, const char *profile_id)
{
  const NwdNic *nic = nwd_state_get_nic (state, name);
  const NwdLink *link = g_hash_table_lookup (state->links, name);
  g_autoptr (NwdNicProfile) profile = NULL;
  NwdLink *resized = NULL;

  if (!nic || !link)
    return;
  resized = resize (link, mtu);
  if (nwd_nic_is_managed (nic))
    profile = nwd_nic_profile_new (name, profile_id, profile_id, NULL);
  if (profile)
    profile->made_up = TRUE; /* what it says is not known before it is there */
  g_hash_table_replace (state->nics, g_strdup (name), nwd_nic_new (resized, bridge, profile));
  g_hash_table_replace (state->links, g_strdup (name), resized);
}

/* Of a VLAN the NIC stays what it is. */
static void
add_port (NwdState *state, NwdUplink *uplink)
{
  g_hash_table_replace (state->uplinks, g_strdup (uplink->device), nwd_uplink_ref (uplink));
  if (uplink->vlan)
    g_hash_table_replace (state->links, g_strdup (uplink->device),
                          nwd_link_new (/* index= */ 0, uplink->device, "vlan"));
  else
    set_nic (state, uplink->nic, uplink->bridge, uplink->mtu, "");
}

static void
remove_port (NwdState *state, const NwdUplink *uplink, guint mtu)
{
  g_hash_table_remove (state->uplinks, uplink->device);
  if (uplink->vlan)
    g_hash_table_remove (state->links, uplink->device);
  else
    set_nic (state, uplink->nic, "", mtu, uplink->before);
}

/* It keeps the attachment that it has. */
static void
put_network (NwdState *state, NwdNetwork *network)
{
  const NwdNetwork *known = nwd_state_get_network (state, network->id);
  g_autofree char *attachment_id = g_strdup (known ? known->attachment_id : "");

  g_hash_table_replace (state->networks, g_strdup (network->id), nwd_network_ref (network));
  set_attachment (state, network->id, attachment_id);
}

static void
add_step (NwdState *state, const NwdStep *step)
{
  if (step->kind == NWD_STEP_ATTACHMENT_PUT)
    put_attachment (state, step->attachment);
  else if (step->kind == NWD_STEP_ATTACHMENT_REMOVE)
    remove_attachment (state, step->name);
  else if (step->kind == NWD_STEP_NETWORK_PUT)
    put_network (state, step->network);
  else if (step->kind == NWD_STEP_LABEL_PUT)
    g_hash_table_replace (state->labels, g_strdup (step->name),
                          nwd_label_new (step->name, step->text));
  else if (step->kind == NWD_STEP_LABEL_REMOVE)
    g_hash_table_remove (state->labels, step->name);
  else if (nwd_step_makes_bridge (step))
    put_bridge (state, step->name, step->number);
  else if (step->kind == NWD_STEP_BRIDGE_DELETE)
    g_hash_table_remove (state->links, step->name);
  else if (step->kind == NWD_STEP_PORT_ADD)
    add_port (state, step->uplink);
  else if (step->kind == NWD_STEP_PORT_REMOVE)
    remove_port (state, step->uplink, step->number);
}

void
nwd_forecast_add (NwdForecast *forecast, const NwdPlan *plan)
{
  for (guint i = 0; i < plan->steps->len; i++)
    add_step (&forecast->state, g_ptr_array_index (plan->steps, i));
}
