/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-project.h"

#include "nwd-project-guest.h"
#include "nwd-row.h"

static void
add (GVariantBuilder *dict, const char *key, GVariant *value)
{
  g_variant_builder_add (dict, "{sv}", key, value);
}

static GVariant *
source (const NwdSource *source)
{
  GVariantBuilder dict;

  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  add (&dict, "type", g_variant_new_string (source->type));
  if (*source->name)
    add (&dict, "name", g_variant_new_string (source->name));
  if (*source->mode)
    add (&dict, "mode", g_variant_new_string (source->mode));
  return g_variant_builder_end (&dict);
}

static void
add_next_card (GVariantBuilder *dict, const NwdVnic *vnic, NwdNextStart next)
{
  const NwdCard *card = vnic->config;

  if (next & NWD_NEXT_LINKED)
    add (dict, "linked", g_variant_new_boolean (nwd_vnic_get_next_linked (vnic)));
  if (next & NWD_NEXT_NETWORK)
    add (dict, "network", nwd_project_path (NWD_KIND_NETWORK, vnic->config_network_id));
  if (next & NWD_NEXT_ISOLATED)
    add (dict, "port-isolated", g_variant_new_boolean (card->isolated));
  if (next & NWD_NEXT_FILTER)
    add (dict, "filter", g_variant_new_string (card->filter));
  if (next & NWD_NEXT_FILTER_PARAMETERS)
    add (dict, "filter-parameters", card->filter_parameters);
  if (next & NWD_NEXT_VIRTUAL_PORT)
    add (dict, "virtual-port", card->virtual_port);
  if (next & NWD_NEXT_MTU)
    add (dict, "mtu", g_variant_new_uint32 (vnic->next_mtu ? vnic->next_mtu : card->mtu));
  if (next & NWD_NEXT_MODEL)
    add (dict, "model", g_variant_new_string (card->model));
}

static GVariant *
next_start (const NwdVnic *vnic)
{
  NwdNextStart next = nwd_vnic_get_next_start (vnic);
  GVariantBuilder dict;

  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  if (next & NWD_NEXT_PLUGGED)
    add (&dict, "plugged", g_variant_new_boolean (vnic->config != NULL));
  if (vnic->config)
    add_next_card (&dict, vnic, next);
  return g_variant_builder_end (&dict);
}

/* A network that is not there now is not shown; its mirror comes back with it. */
static GVariant *
mirrored_networks (const NwdState *state, const NwdVnic *vnic)
{
  GVariantBuilder paths;

  g_variant_builder_init (&paths, G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  for (char **id = vnic->stored ? vnic->stored->mirrors : NULL; id && *id; id++)
    if (nwd_state_get_network (state, *id))
      g_variant_builder_add_value (&paths, nwd_project_path (NWD_KIND_NETWORK, *id));
  return g_variant_builder_end (&paths);
}

static void
put_identity (NwdRowBuilder *row, const NwdVnic *vnic, const NwdCard *card)
{
  nwd_row_put (row, "Id", g_variant_new_string (vnic->id));
  nwd_row_put (row, "Vm", nwd_project_path (NWD_KIND_VM, vnic->vm_id));
  nwd_row_put (row, "Name", g_variant_new_string (vnic->name));
  nwd_row_put (row, "MacAddress", g_variant_new_string (card->mac));
  nwd_row_put (row, "Model", g_variant_new_string (card->model));
  nwd_row_put (row, "Alias", g_variant_new_string (card->alias));
}

static void
put_wiring (NwdRowBuilder *row, const NwdVnic *vnic, const NwdCard *card)
{
  nwd_row_put (row, "Network", nwd_project_path (NWD_KIND_NETWORK, nwd_vnic_get_network_id (vnic)));
  nwd_row_put (row, "Source", source (card->source));
  nwd_row_put (row, "Linked", g_variant_new_boolean (nwd_vnic_get_linked (vnic)));
  nwd_row_put (row, "Plugged", g_variant_new_boolean (nwd_vnic_is_plugged (vnic)));
  nwd_row_put (row, "NextStart", next_start (vnic));
  nwd_row_put (row, "State", g_variant_new_string (nwd_vnic_get_state (vnic)));
  nwd_row_put (row, "Problem", g_variant_new_string (vnic->problem));
  nwd_row_put (row, "LinkState", g_variant_new_string (nwd_vnic_get_link_state (vnic)));
}

GVariant *
nwd_project_vnic (const NwdState *state, const char *id)
{
  const NwdVnic *vnic = nwd_state_get_vnic (state, id);
  const NwdCard *card = NULL;
  NwdRowBuilder row;

  if (!vnic)
    return NULL;

  card = nwd_vnic_get_card (vnic);
  nwd_row_init (&row, NWD_KIND_VNIC);
  put_identity (&row, vnic, card);
  put_wiring (&row, vnic, card);
  nwd_row_put (&row, "Address",
               g_variant_new_string (nwd_vnic_is_plugged (vnic) ? card->address : ""));
  nwd_row_put (&row, "HostDevice", g_variant_new_string (card->target));
  nwd_row_put (&row, "MirroredNetworks", mirrored_networks (state, vnic));
  nwd_row_put (&row, "PortIsolated", g_variant_new_boolean (card->isolated));
  nwd_row_put (&row, "Filter", g_variant_new_string (card->filter));
  nwd_row_put (&row, "FilterParameters", card->filter_parameters);
  nwd_row_put (&row, "VirtualPort", card->virtual_port);
  nwd_row_put (&row, "Mtu", g_variant_new_uint32 (card->mtu));
  nwd_project_guest_of_vnic (&row, state, vnic);
  return nwd_row_end (&row);
}
