/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-forecast.h"

struct _NwdForecast
{
  NwdState state; /* borrowed but for its attachments, networks, labels, links, bridges, NICs and
                   * uplinks */
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
  forecast->state.bridges = COPY (bridges, nwd_bridge);
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
  g_hash_table_unref (forecast->state.bridges);
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

/* No link has it: what is a port of it then can be told. */
static guint
make_index (const NwdState *state)
{
  return G_MAXUINT - g_hash_table_size (state->links);
}

static void
put_bridge_link (NwdState *state, const char *name, guint mtu)
{
  const NwdLink *known = g_hash_table_lookup (state->links, name);
  NwdLink *link = known ? resize (known, mtu) : nwd_link_new (make_index (state), name, "bridge");

  link->mtu = mtu;
  g_hash_table_replace (state->links, g_strdup (name), link);
}

/* The addresses that it has then, as far as that is said here. */
static char **
list_static (const NwdIpConfig *ip)
{
  GStrvBuilder *all = g_strv_builder_new ();
  char **list = NULL;

  g_strv_builder_addv (all, (const char **)ip->ipv4.addresses);
  g_strv_builder_addv (all, (const char **)ip->ipv6.addresses);
  list = g_strv_builder_end (all);
  g_strv_builder_unref (all);
  return list;
}

/* @ip: NULL as it is. One that is made has no UUID before it is there. */
static void
put_bridge (
  NwdState *state, const char *name, const char *attachment_id, guint mtu, NwdIpConfig *ip)
{
  const NwdBridge *known = g_hash_table_lookup (state->bridges, name);
  NwdBridge *bridge = known ? nwd_bridge_copy (known) : nwd_bridge_new ("", name, attachment_id);

  bridge->mtu = mtu;
  bridge->active = TRUE;
  bridge->autoconnect = TRUE;
  if (ip)
    {
      nwd_bridge_set_ip (bridge, ip);
      g_strfreev (bridge->addresses);
      bridge->addresses = list_static (ip);
    }
  g_hash_table_replace (state->bridges, g_strdup (name), bridge);
  put_bridge_link (state, name, mtu);
}

static void
restore_bridge (NwdState *state, NwdBridge *bridge, guint mtu)
{
  g_hash_table_replace (state->bridges, g_strdup (bridge->name), nwd_bridge_ref (bridge));
  put_bridge_link (state, bridge->name, mtu);
}

static void
remove_bridge (NwdState *state, const char *name)
{
  g_hash_table_remove (state->bridges, name);
  g_hash_table_remove (state->links, name);
}

/* The index of @bridge; 0 where there is none, or none yet. */
static guint
find_index (const NwdState *state, const char *bridge)
{
  const NwdLink *link = g_hash_table_lookup (state->links, bridge);

  return link ? link->index : 0;
}

static void
put_vlan (NwdState *state, const NwdUplink *uplink)
{
  NwdLink *link = nwd_link_new (make_index (state), uplink->device, "vlan");

  link->mtu = uplink->mtu;
  link->master = find_index (state, uplink->bridge);
  g_hash_table_replace (state->links, g_strdup (uplink->device), link);
}

/* A NIC, or what else somebody had put beneath a bridge. @bridge: "" none. @mtu: 0 as it is.
 * @profile_id: by which it is configured then; "" none. */
static void
set_nic (NwdState *state, const char *name, const char *bridge, guint mtu, const char *profile_id)
{
  const NwdNic *nic = nwd_state_get_nic (state, name);
  const NwdLink *link = g_hash_table_lookup (state->links, name);
  g_autoptr (NwdNicProfile) profile = NULL;
  NwdLink *resized = NULL;

  if (!link)
    return;
  resized = resize (link, mtu);
  resized->master = find_index (state, bridge);
  if (nic && nwd_nic_is_managed (nic))
    profile = nwd_nic_profile_new (name, profile_id, profile_id, NULL);
  if (profile)
    profile->made_up = TRUE; /* what it says is not known before it is there */
  if (nic)
    g_hash_table_replace (state->nics, g_strdup (name), nwd_nic_new (resized, bridge, profile));
  g_hash_table_replace (state->links, g_strdup (name), resized);
}

/* Of a VLAN the NIC stays what it is. */
static void
add_port (NwdState *state, NwdUplink *uplink)
{
  g_hash_table_replace (state->uplinks, g_strdup (uplink->device), nwd_uplink_ref (uplink));
  if (uplink->vlan)
    put_vlan (state, uplink);
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
  else if (step->kind == NWD_STEP_BRIDGE_RESTORE)
    restore_bridge (state, step->bridge, step->number);
  else if (nwd_step_makes_bridge (step) || step->kind == NWD_STEP_BRIDGE_RESET
           || step->kind == NWD_STEP_BRIDGE_MTU)
    put_bridge (state, step->name, step->text, step->number, step->ip);
  else if (step->kind == NWD_STEP_BRIDGE_DELETE)
    remove_bridge (state, step->name);
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
