/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-wiring-wanted.h"

#include "nwd-resolve.h"

static const char *
network_id_of (const NwdWiringCase *c, const NwdCard *card)
{
  if (!c->vnic)
    return "";
  if (card == c->live)
    return c->vnic->live_network_id;
  return card == c->config ? c->vnic->config_network_id : nwd_vnic_get_network_id (c->vnic);
}

gboolean
nwd_wiring_is_unwired (const NwdWiringCase *c, const NwdCard *card)
{
  return *network_id_of (c, card) == '\0';
}

gboolean
nwd_wiring_will_be_unwired (const NwdWiringCase *c, const NwdCard *card)
{
  return c->moves ? !c->network : nwd_wiring_is_unwired (c, card);
}

gboolean
nwd_wiring_wants_link (const NwdWiringCase *c, const NwdCard *card)
{
  if (c->change->fields & NWD_WIRING_LINKED)
    return c->change->linked;
  if (nwd_wiring_is_unwired (c, card) && c->note && !nwd_vnic_is_only_stored (c->vnic))
    return c->note->linked;
  return card->linked;
}

gboolean
nwd_wiring_wants_isolation (const NwdWiringCase *c, const NwdCard *card)
{
  const NwdNetwork *network = NULL;

  if (c->change->fields & NWD_WIRING_ISOLATED)
    return c->change->isolated;
  if (!c->vnic || nwd_vnic_is_only_stored (c->vnic))
    return card->isolated;
  if (nwd_wiring_is_unwired (c, card))
    return c->note && c->note->isolated;
  network = nwd_state_get_network (c->state, network_id_of (c, card));
  return card->isolated && !(network && network->port_isolation);
}

static void
set_text (char **field, const char *text)
{
  nwd_text_unref (*field);
  *field = nwd_text_new (text);
}

/* A macvtap card that is on the uplink already keeps its mode. */
static void
set_source (NwdCard *card, NwdSource *source)
{
  if (g_str_equal (source->type, "direct") && g_str_equal (card->source->type, "direct")
      && g_str_equal (card->source->name, source->name))
    return;
  nwd_source_ref (source);
  nwd_source_unref (card->source);
  card->source = source;
}

static void
set_filter (const NwdWiringCase *c, NwdCard *card)
{
  const NwdWiringChange *change = c->change;

  if (change->fields & NWD_WIRING_FILTER)
    {
      set_text (&card->filter, change->filter);
      nwd_card_set_filter_parameters (card, g_variant_new ("a{ss}", NULL));
    }
  if (change->fields & NWD_WIRING_FILTER_PARAMETERS)
    nwd_card_set_filter_parameters (card, change->filter_parameters);
}

/* With another MAC it stays the vNIC that it is by its alias alone. */
static void
set_mac (const NwdWiringCase *c, NwdCard *card)
{
  if (!(c->change->fields & NWD_WIRING_MAC) || g_str_equal (card->mac, c->change->mac))
    return;
  g_free (card->mac);
  card->mac = g_strdup (c->change->mac);
  card->nth = 0;
  nwd_text_unref (card->alias);
  card->alias = nwd_vnic_alias_new (c->change->vnic_id);
}

/* What has nothing to do with the place that it is in. */
static NwdCard *
copy_with_hardware (const NwdWiringCase *c, const NwdCard *card)
{
  const NwdWiringChange *change = c->change;
  NwdCard *copy = nwd_card_copy (card);

  set_mac (c, copy);
  if (change->fields & NWD_WIRING_MODEL)
    set_text (&copy->model, change->model);
  if (change->fields & NWD_WIRING_MTU)
    copy->mtu = change->mtu;
  if (change->fields & NWD_WIRING_ADDRESS)
    set_text (&copy->address, change->address);
  if (change->fields & NWD_WIRING_VIRTUAL_PORT)
    nwd_card_set_virtual_port (copy, change->virtual_port);
  set_filter (c, copy);
  copy->linked = nwd_wiring_wants_link (c, card);
  return copy;
}

NwdCard *
nwd_wiring_kept (const NwdWiringCase *c, const NwdCard *card)
{
  NwdCard *kept = copy_with_hardware (c, card);

  kept->isolated = nwd_wiring_wants_isolation (c, card);
  if (c->source)
    set_source (kept, c->source);
  else if (nwd_wiring_will_be_unwired (c, card))
    {
      g_autoptr (NwdSource) unwired = nwd_source_new ("bridge", NWD_UNWIRED_BRIDGE, "");

      set_source (kept, unwired);
    }
  return kept;
}

static gboolean
network_isolates (const NwdWiringCase *c, const NwdCard *card)
{
  const NwdNetwork *network
    = c->moves ? c->network : nwd_state_get_network (c->state, network_id_of (c, card));

  return network && network->port_isolation;
}

NwdCard *
nwd_wiring_wanted (const NwdWiringCase *c, const NwdCard *card)
{
  NwdCard *wanted = copy_with_hardware (c, card);
  gboolean unwired = nwd_wiring_will_be_unwired (c, card);

  if (unwired)
    wanted->linked = FALSE;
  if (c->moves || card == c->spare || (c->change->fields & NWD_WIRING_ISOLATED))
    wanted->isolated
      = unwired || network_isolates (c, card) || nwd_wiring_wants_isolation (c, card);
  if (c->source)
    set_source (wanted, c->source);
  return wanted;
}
