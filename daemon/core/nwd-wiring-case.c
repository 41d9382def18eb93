/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-wiring-case.h"

#include "nwd-error.h"
#include "nwd-mac.h"
#include "nwd-resolve.h"
#include "nwd-vnic-identity.h"

#define DEFAULT_MODEL "virtio"

/* --- looking up --- */

static NwdCard *
new_card_new (const NwdState *state, const NwdWiringChange *change)
{
  NwdCard *card = nwd_card_new ();

  card->alias = nwd_vnic_alias_new (change->vnic_id);
  card->mac = change->fields & NWD_WIRING_MAC ? g_strdup (change->mac)
                                              : nwd_mac_generate (state, change->vnic_id);
  card->model = nwd_text_new (DEFAULT_MODEL);
  card->source = nwd_source_new ("bridge", NWD_UNWIRED_BRIDGE, "");
  card->bridge = nwd_text_new ("");
  card->target = nwd_text_new ("");
  card->address = nwd_text_new ("");
  card->filter = nwd_text_new ("");
  return card;
}

static gboolean
look_up_new (NwdWiringCase *c, GError **error)
{
  const NwdVm *vm = nwd_state_get_vm (c->state, c->change->vm_id);

  if (!vm)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no VM %s", c->change->vm_id);
      return FALSE;
    }
  c->domain = vm->domain;
  c->spare = new_card_new (c->state, c->change);
  c->name = c->change->fields & NWD_WIRING_NAME ? g_strdup (c->change->name)
                                                : nwd_vnic_identity_free_name (c->state, vm);
  return TRUE;
}

static gboolean
look_up_vnic (NwdWiringCase *c, GError **error)
{
  const NwdVnic *vnic = nwd_state_get_vnic (c->state, c->change->vnic_id);

  if (!vnic)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "there is no vNIC %s",
                   c->change->vnic_id);
      return FALSE;
    }
  c->vnic = vnic;
  c->domain = nwd_state_get_vnic_vm (c->state, vnic)->domain;
  c->stored = vnic->stored;
  c->note = vnic->note;
  c->live = vnic->live;
  c->config = vnic->config;
  c->name = g_strdup (vnic->name);
  if (nwd_vnic_is_only_stored (vnic) || (c->change->fields & NWD_WIRING_PLUGGED))
    c->spare = nwd_vnic_make_spare (vnic);
  return TRUE;
}

/* Without a network manager there is no bridge to move it to: it stays, link down. */
static gboolean
can_have_unwired_bridge (const NwdState *state)
{
  return g_hash_table_contains (state->links, NWD_UNWIRED_BRIDGE)
         || state->host_network_state == NWD_BACKEND_CONNECTED;
}

/* A macvtap card reaches others on its uplink in mode "bridge" without help of the switch. */
static NwdSource *
source_of (const NwdNetwork *network)
{
  gboolean direct = g_str_equal (network->source_type, "direct");

  return nwd_source_new (network->source_type, network->source_name, direct ? "bridge" : NULL);
}

static gboolean
look_up_network (NwdWiringCase *c, GError **error)
{
  const char *id = c->change->network_id;

  c->moves = c->change->fields & NWD_WIRING_NETWORK;
  if (!c->moves)
    return TRUE;
  if (!*id)
    {
      if (can_have_unwired_bridge (c->state) || (!c->live && !c->config))
        c->source = nwd_source_new ("bridge", NWD_UNWIRED_BRIDGE, "");
      return TRUE;
    }

  c->network = nwd_state_get_network (c->state, id);
  if (c->network)
    c->source = source_of (c->network);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_FOUND, "network: there is no network %s", id);
  return c->network != NULL;
}

/* --- which definitions --- */

static gboolean
wants_plugged (const NwdWiringCase *c)
{
  if (c->change->fields & NWD_WIRING_PLUGGED)
    return c->change->plugged;
  return c->change->verb == NWD_WIRING_ADD;
}

static void
set_scopes (NwdWiringCase *c)
{
  NwdScope there = (c->live ? NWD_SCOPE_LIVE : 0) | (c->config ? NWD_SCOPE_CONFIG : 0);
  NwdScope meant = 0;

  if (c->domain->live && !c->options->next_start_only)
    meant |= NWD_SCOPE_LIVE;
  if (c->domain->config && !c->options->live_only)
    meant |= NWD_SCOPE_CONFIG;

  if (wants_plugged (c))
    c->attach = meant & ~there;
  if (c->change->verb == NWD_WIRING_REMOVE
      || ((c->change->fields & NWD_WIRING_PLUGGED) && !c->change->plugged))
    c->detach = meant & there;
  else
    c->edit = meant & there;
}

/* An option that limits the change to a definition that has not the card. */
static gboolean
check_scopes (const NwdWiringCase *c, GError **error)
{
  if (c->edit || c->attach || c->detach)
    return TRUE;
  if (c->options->live_only && (!c->domain->live || !(c->change->fields & NWD_WIRING_PLUGGED)))
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "live-only: vNIC %s of VM %s is not plugged into a running VM", c->name,
                 c->domain->name);
  else if (c->options->next_start_only
           && (!c->domain->config || !(c->change->fields & NWD_WIRING_PLUGGED)))
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "next-start-only: vNIC %s of VM %s has no persistent definition", c->name,
                 c->domain->name);
  else
    return TRUE;
  return FALSE;
}

NwdWiringCase *
nwd_wiring_case_new (const NwdState *state,
                     const NwdWiringChange *change,
                     const NwdOptions *options,
                     GError **error)
{
  g_autoptr (NwdWiringCase) c = g_new0 (NwdWiringCase, 1);

  c->state = state;
  c->change = change;
  c->options = options;
  if (!(change->verb == NWD_WIRING_ADD ? look_up_new (c, error) : look_up_vnic (c, error)))
    return NULL;
  set_scopes (c);
  if (!check_scopes (c, error) || !look_up_network (c, error))
    return NULL;
  return g_steal_pointer (&c);
}

void
nwd_wiring_case_free (NwdWiringCase *c)
{
  g_clear_pointer (&c->spare, nwd_card_unref);
  g_clear_pointer (&c->source, nwd_source_unref);
  g_free (c->name);
  g_free (c);
}

NwdCard *
nwd_wiring_case_get_card (const NwdWiringCase *c)
{
  if (c->live)
    return c->live;
  return c->config ? c->config : c->spare;
}

gboolean
nwd_wiring_case_stays_defined (const NwdWiringCase *c)
{
  NwdScope scope = c->domain->config ? NWD_SCOPE_CONFIG : NWD_SCOPE_LIVE;
  const NwdCard *card = c->domain->config ? c->config : c->live;

  return (c->attach & scope) || (card && !(c->detach & scope));
}
