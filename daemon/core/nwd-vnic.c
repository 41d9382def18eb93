/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-vnic.h"

NwdVnic *
nwd_vnic_new (void)
{
  return g_atomic_rc_box_new0 (NwdVnic);
}

NwdVnic *
nwd_vnic_ref (NwdVnic *vnic)
{
  return g_atomic_rc_box_acquire (vnic);
}

static void
vnic_clear (NwdVnic *vnic)
{
  g_clear_pointer (&vnic->id, nwd_text_unref);
  g_clear_pointer (&vnic->vm_id, nwd_text_unref);
  g_clear_pointer (&vnic->name, nwd_text_unref);
  g_clear_pointer (&vnic->live, nwd_card_unref);
  g_clear_pointer (&vnic->config, nwd_card_unref);
  g_clear_pointer (&vnic->live_network_id, nwd_text_unref);
  g_clear_pointer (&vnic->config_network_id, nwd_text_unref);
  g_clear_pointer (&vnic->stored_network_id, nwd_text_unref);
  g_clear_pointer (&vnic->held_network_id, nwd_text_unref);
  g_clear_pointer (&vnic->problem, nwd_text_unref);
  g_clear_pointer (&vnic->note, nwd_note_unref);
  g_clear_pointer (&vnic->stored, nwd_stored_vnic_unref);
}

void
nwd_vnic_unref (NwdVnic *vnic)
{
  g_atomic_rc_box_release_full (vnic, (GDestroyNotify)vnic_clear);
}

gboolean
nwd_vnic_equal (const NwdVnic *a, const NwdVnic *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->vm_id, b->vm_id)
         && g_str_equal (a->name, b->name) && nwd_card_equal (a->live, b->live)
         && nwd_card_equal (a->config, b->config)
         && g_str_equal (a->live_network_id, b->live_network_id)
         && g_str_equal (a->config_network_id, b->config_network_id)
         && g_str_equal (a->stored_network_id, b->stored_network_id)
         && g_str_equal (a->problem, b->problem) && nwd_note_equal (a->note, b->note)
         && nwd_stored_vnic_equal (a->stored, b->stored) && a->running_mtu == b->running_mtu
         && a->next_mtu == b->next_mtu && a->unplugging == b->unplugging && a->vm_live == b->vm_live
         && a->vm_persistent == b->vm_persistent;
}

const NwdCard *
nwd_vnic_get_card (const NwdVnic *vnic)
{
  if (vnic->live)
    return vnic->live;
  return vnic->config ? vnic->config : vnic->stored->card;
}

const char *
nwd_vnic_get_network_id (const NwdVnic *vnic)
{
  if (vnic->live)
    return vnic->live_network_id;
  return vnic->config ? vnic->config_network_id : vnic->stored_network_id;
}

char *
nwd_vnic_alias_new (const char *id)
{
  g_autofree char *alias = g_strconcat (NWD_CARD_USER_ALIAS, id, NULL);

  return nwd_text_new (alias);
}

static void
clear_text (char **field)
{
  nwd_text_unref (*field);
  *field = nwd_text_new ("");
}

NwdCard *
nwd_vnic_make_spare (const NwdVnic *vnic)
{
  NwdCard *card = nwd_card_copy (nwd_vnic_get_card (vnic));

  card->nth = 0;
  nwd_text_unref (card->alias);
  card->alias = nwd_vnic_alias_new (vnic->id);
  clear_text (&card->address);
  clear_text (&card->bridge);
  clear_text (&card->target);
  return card;
}

gboolean
nwd_vnic_is_only_stored (const NwdVnic *vnic)
{
  return !vnic->live && !vnic->config;
}

gboolean
nwd_vnic_was_undone (const NwdVnic *vnic)
{
  return vnic->unplugging && !vnic->config && vnic->stored && vnic->stored->card;
}

gboolean
nwd_vnic_uses (const NwdVnic *vnic, const char *network_id)
{
  return vnic->live
         && (g_str_equal (vnic->live_network_id, network_id)
             || g_str_equal (vnic->held_network_id, network_id));
}

gboolean
nwd_vnic_refers_to (const NwdVnic *vnic, const char *network_id)
{
  return nwd_vnic_uses (vnic, network_id)
         || (vnic->config && g_str_equal (vnic->config_network_id, network_id))
         || (nwd_vnic_is_only_stored (vnic) && g_str_equal (vnic->stored_network_id, network_id));
}

gboolean
nwd_vnic_is_unwired (const NwdVnic *vnic)
{
  return *nwd_vnic_get_network_id (vnic) == '\0';
}

static gboolean
wanted_link (const NwdVnic *vnic, const NwdCard *card, const char *network_id)
{
  return !*network_id && vnic->note ? vnic->note->linked : card->linked;
}

gboolean
nwd_vnic_get_linked (const NwdVnic *vnic)
{
  const NwdCard *card = nwd_vnic_get_card (vnic);

  if (nwd_vnic_is_only_stored (vnic))
    return card->linked;
  return wanted_link (vnic, card, nwd_vnic_get_network_id (vnic));
}

gboolean
nwd_vnic_get_next_linked (const NwdVnic *vnic)
{
  return wanted_link (vnic, vnic->config, vnic->config_network_id);
}

gboolean
nwd_vnic_is_plugged (const NwdVnic *vnic)
{
  return vnic->vm_live ? vnic->live != NULL : vnic->config != NULL;
}

const char *
nwd_vnic_get_state (const NwdVnic *vnic)
{
  if (!nwd_vnic_is_plugged (vnic))
    return "unplugged";
  if (!vnic->vm_live)
    return "inactive";
  if (vnic->unplugging)
    return "unplugging";
  if (*vnic->problem)
    return "failed";
  if (nwd_vnic_is_unwired (vnic))
    return "unwired";
  return vnic->live->linked ? "active" : "unlinked";
}

const char *
nwd_vnic_get_link_state (const NwdVnic *vnic)
{
  if (!vnic->live)
    return "unknown";
  return vnic->live->linked ? "up" : "down";
}

/* The tap of a card without an MTU of its own gets its bridge's, at each start. */
static gboolean
gets_other_mtu (const NwdVnic *vnic)
{
  if (vnic->running_mtu && vnic->next_mtu)
    return vnic->running_mtu != vnic->next_mtu;
  return vnic->live->mtu != vnic->config->mtu;
}

NwdNextStart
nwd_vnic_get_next_start (const NwdVnic *vnic)
{
  const NwdCard *live = vnic->live, *config = vnic->config;
  NwdNextStart next = 0;

  if (!vnic->vm_live || !vnic->vm_persistent)
    return 0;
  if (!live || !config)
    return live || config ? NWD_NEXT_PLUGGED : 0;

  if (nwd_vnic_get_linked (vnic) != nwd_vnic_get_next_linked (vnic))
    next |= NWD_NEXT_LINKED;
  if (!g_str_equal (vnic->live_network_id, vnic->config_network_id))
    next |= NWD_NEXT_NETWORK;
  if (live->isolated != config->isolated)
    next |= NWD_NEXT_ISOLATED;
  if (!g_str_equal (live->filter, config->filter))
    next |= NWD_NEXT_FILTER;
  if (!g_variant_equal (live->filter_parameters, config->filter_parameters))
    next |= NWD_NEXT_FILTER_PARAMETERS;
  if (!g_variant_equal (live->virtual_port, config->virtual_port))
    next |= NWD_NEXT_VIRTUAL_PORT;
  if (gets_other_mtu (vnic))
    next |= NWD_NEXT_MTU;
  if (!g_str_equal (live->model, config->model))
    next |= NWD_NEXT_MODEL;
  return next;
}
