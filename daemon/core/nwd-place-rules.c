/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-place-rules.h"

#include "nwd-error.h"
#include "nwd-resolve.h"

/* "cannot move vNIC net0 of VM web1 to network red: …" */
static gboolean G_GNUC_PRINTF (5, 6) refuse (const NwdWiringCase *c,
                                             const NwdNetwork *network,
                                             NwdError code,
                                             GError **error,
                                             const char *format,
                                             ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NWD_ERROR, code, "cannot move vNIC %s of VM %s to %s%s: %s", c->name,
               c->domain->name, network ? "network " : "the empty network",
               network ? network->name : "", why);
  return FALSE;
}

static gboolean
is_movable_type (const char *type)
{
  return g_str_equal (type, "bridge") || g_str_equal (type, "network");
}

/* The network that @card is on when all is done; NULL the empty one. */
static const NwdNetwork *
destination (const NwdWiringCase *c, const NwdCard *card)
{
  if (c->moves)
    return c->network;
  return c->vnic ? nwd_state_get_network (c->state, nwd_vnic_get_network_id (c->vnic)) : NULL;
}

/* libvirt re-plugs taps only: facts of virDomainUpdateDeviceFlags() in libvirt 9.0. */
static gboolean
check_leave (const NwdWiringCase *c, GError **error)
{
  const NwdSource *source = c->live->source;

  if (is_movable_type (source->type) && *nwd_resolve_bridge (c->state, source))
    return TRUE;
  return refuse (c, c->network, NWD_ERROR_NOT_SUPPORTED, error,
                 "libvirt cannot move a card off a source of type %s while it runs; option "
                 "next-start-only moves it at the next start",
                 source->type);
}

static gboolean
check_type (const NwdWiringCase *c, GError **error)
{
  const NwdNetwork *network = c->network;

  if (network->movable || network->origin != NWD_ORIGIN_HOST
      || g_str_equal (network->source_type, "bridge"))
    return TRUE;
  return refuse (c, network, NWD_ERROR_NOT_SUPPORTED, error,
                 "libvirt cannot move a card to a source of type %s while it runs; option "
                 "next-start-only moves it at the next start",
                 network->source_type);
}

/* Nothing of the kind "bridge" or "network" can be plugged in where no bridge is. */
static gboolean
check_on_host (const NwdWiringCase *c, const NwdNetwork *network, GError **error)
{
  if (network->movable || !is_movable_type (network->source_type))
    return TRUE;
  return refuse (c, network, NWD_ERROR_NETWORK_NOT_ON_HOST, error,
                 "it has no bridge on this host now (ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS)");
}

/* A guest that sends frames larger than the bridge takes loses them without a word. */
static gboolean
check_mtu (const NwdWiringCase *c, const NwdNetwork *network, guint mtu, GError **error)
{
  const NwdLink *bridge = g_hash_table_lookup (c->state->links, network->bridge);

  if (c->options->allow_mtu_mismatch || !bridge || bridge->mtu >= mtu)
    return TRUE;
  return refuse (c, network, NWD_ERROR_HOT_UPDATE_REFUSED, error,
                 "its MTU of %u is smaller than the card's %u, frames would be lost; option "
                 "allow-mtu-mismatch allows it (CANNOT_PERFORM_HOT_UPDATE)",
                 bridge->mtu, mtu);
}

static gboolean
check_move (const NwdWiringCase *c, GError **error)
{
  const NwdLink *tap = g_hash_table_lookup (c->state->links, c->live->target);

  if (!check_leave (c, error))
    return FALSE;
  if (!c->network)
    return TRUE;
  return check_type (c, error) && check_on_host (c, c->network, error)
         && check_mtu (c, c->network, tap ? tap->mtu : 0, error);
}

/* A card cannot be plugged into a bridge that nobody can make. */
static gboolean
check_unwired (const NwdWiringCase *c, GError **error)
{
  if (g_hash_table_contains (c->state->links, NWD_UNWIRED_BRIDGE)
      || c->state->host_network_state == NWD_BACKEND_CONNECTED)
    return TRUE;
  return refuse (c, NULL, NWD_ERROR_HOST_NETWORK_UNAVAILABLE, error,
                 "its bridge " NWD_UNWIRED_BRIDGE
                 " is not there, and NetworkManager is not there to make it");
}

static gboolean
check_plug (const NwdWiringCase *c, GError **error)
{
  const NwdNetwork *network = destination (c, c->spare);
  guint mtu = c->change->fields & NWD_WIRING_MTU ? c->change->mtu : c->spare->mtu;

  if (!network)
    return check_unwired (c, error);
  return check_on_host (c, network, error) && check_mtu (c, network, mtu, error);
}

static gboolean
check_vm_network (const NwdWiringCase *c, GError **error)
{
  return !c->network || c->network->vm_network
         || refuse (c, c->network, NWD_ERROR_NOT_SUPPORTED, error, "it is not a VM network");
}

/* Its ports are isolated whatever a card wants. */
static gboolean
check_isolation (const NwdWiringCase *c, GError **error)
{
  const NwdNetwork *network = destination (c, nwd_wiring_case_get_card (c));

  if (!(c->change->fields & NWD_WIRING_ISOLATED) || c->change->isolated || !network
      || !network->port_isolation)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "port-isolated: vNIC %s of VM %s cannot do without while network %s isolates all "
               "its ports",
               c->name, c->domain->name, network->name);
  return FALSE;
}

/* Of other types libvirt needs to be told more than where. */
static gboolean
is_definable_type (const char *type)
{
  return is_movable_type (type) || g_str_equal (type, "direct");
}

static gboolean
check_next_start (const NwdWiringCase *c, GError **error)
{
  const char *from = c->config->source->type;
  const char *to = c->network ? c->network->source_type : "bridge";

  if (is_definable_type (to) && is_definable_type (from))
    return TRUE;
  return refuse (c, c->network, NWD_ERROR_NOT_SUPPORTED, error,
                 "a source of type %s cannot become one of type %s: define the card anew for that",
                 from, to);
}

gboolean
nwd_place_rules_check (const NwdWiringCase *c, GError **error)
{
  if (!check_vm_network (c, error) || !check_isolation (c, error))
    return FALSE;
  if (c->moves && (c->edit & NWD_SCOPE_LIVE) && !check_move (c, error))
    return FALSE;
  if (c->moves && (c->edit & NWD_SCOPE_CONFIG) && !check_next_start (c, error))
    return FALSE;
  return !(c->attach & NWD_SCOPE_LIVE) || check_plug (c, error);
}
