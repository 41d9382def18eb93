/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-wiring-rules.h"

#include "nwd-error.h"
#include "nwd-resolve.h"

/* Messages name oVirt's key for the rule where it has one. */

static const char *
vm_name (const NwdState *state, const NwdVnic *vnic)
{
  return nwd_state_get_vnic_vm (state, vnic)->domain->name;
}

static gboolean
check_busy (const NwdDomain *domain, const NwdVnic *vnic, GError **error)
{
  const char *why = NULL;

  if (domain->state == NWD_VM_MIGRATING)
    why = "it is migrating";
  else if (domain->state == NWD_VM_SAVING)
    why = "it is being saved or restored";
  if (!why)
    return TRUE;

  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY,
               "cannot change vNIC %s of VM %s: %s (ACTION_TYPE_FAILED_VM_STATUS_ILLEGAL)",
               vnic->name, domain->name, why);
  return FALSE;
}

gboolean
nwd_wiring_rules_check_vm (const NwdState *state,
                           const NwdVnic *vnic,
                           const NwdOptions *options,
                           GError **error)
{
  const NwdDomain *domain = nwd_state_get_vnic_vm (state, vnic)->domain;

  if (*domain->managed_by && !options->foreign)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_MANAGED_ELSEWHERE,
                   "cannot change vNIC %s of VM %s: the VM is managed by %s; option foreign "
                   "allows it",
                   vnic->name, domain->name, domain->managed_by);
      return FALSE;
    }
  if (state->hypervisor_state != NWD_BACKEND_CONNECTED)
    {
      g_set_error (error, NWD_ERROR, NWD_ERROR_HYPERVISOR_UNAVAILABLE,
                   "cannot change vNIC %s of VM %s: no connection to libvirt", vnic->name,
                   domain->name);
      return FALSE;
    }
  return check_busy (domain, vnic, error);
}

NwdScope
nwd_wiring_rules_scope (const NwdState *state,
                        const NwdVnic *vnic,
                        const NwdOptions *options,
                        GError **error)
{
  NwdScope scope = 0;

  if (vnic->live && !options->next_start_only)
    scope |= NWD_SCOPE_LIVE;
  if (vnic->config && !options->live_only)
    scope |= NWD_SCOPE_CONFIG;
  if (scope)
    return scope;

  if (options->live_only)
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "live-only: vNIC %s of VM %s is not plugged into a running VM", vnic->name,
                 vm_name (state, vnic));
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_INVALID_ARGUMENT,
                 "next-start-only: vNIC %s of VM %s has no persistent definition", vnic->name,
                 vm_name (state, vnic));
  return 0;
}

static gboolean
is_movable_type (const char *type)
{
  return g_str_equal (type, "bridge") || g_str_equal (type, "network");
}

/* libvirt re-plugs taps only: facts of virDomainUpdateDeviceFlags() in libvirt 9.0. */
static gboolean
check_leave (const NwdState *state, const NwdVnic *vnic, GError **error)
{
  const NwdSource *source = vnic->live->source;

  if (is_movable_type (source->type) && *nwd_resolve_bridge (state, source))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot move vNIC %s of VM %s while it runs: libvirt cannot move a card off a "
               "source of type %s; option next-start-only moves it at the next start",
               vnic->name, vm_name (state, vnic), source->type);
  return FALSE;
}

static gboolean
check_arrive (const NwdState *state, const NwdVnic *vnic, const NwdNetwork *network, GError **error)
{
  if (network->movable)
    return TRUE;
  if (network->origin == NWD_ORIGIN_HOST && !g_str_equal (network->source_type, "bridge"))
    g_set_error (
      error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
      "cannot move vNIC %s of VM %s to %s while it runs: libvirt cannot move a card to a "
      "source of type %s",
      vnic->name, vm_name (state, vnic), network->name, network->source_type);
  else
    g_set_error (error, NWD_ERROR, NWD_ERROR_NETWORK_NOT_ON_HOST,
                 "cannot move vNIC %s of VM %s to network %s: it has no bridge on this host now "
                 "(ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS)",
                 vnic->name, vm_name (state, vnic), network->name);
  return FALSE;
}

/* A guest that sends frames larger than the bridge takes loses them without a word. */
static gboolean
check_mtu (const NwdState *state, const NwdVnic *vnic, const NwdNetwork *network, GError **error)
{
  const NwdLink *tap = g_hash_table_lookup (state->links, vnic->live->target);
  const NwdLink *bridge = g_hash_table_lookup (state->links, network->bridge);

  if (!tap || !bridge || bridge->mtu >= tap->mtu)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_HOT_UPDATE_REFUSED,
               "cannot move vNIC %s of VM %s to network %s: its MTU of %u is smaller than the "
               "card's %u, frames would be lost; option allow-mtu-mismatch allows it "
               "(CANNOT_PERFORM_HOT_UPDATE)",
               vnic->name, vm_name (state, vnic), network->name, bridge->mtu, tap->mtu);
  return FALSE;
}

static gboolean
check_vm_network (const NwdState *state,
                  const NwdVnic *vnic,
                  const NwdNetwork *network,
                  GError **error)
{
  if (network->vm_network)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot move vNIC %s of VM %s to network %s: it is not a VM network", vnic->name,
               vm_name (state, vnic), network->name);
  return FALSE;
}

static gboolean
check_next_start (const NwdState *state,
                  const NwdVnic *vnic,
                  const NwdNetwork *network,
                  GError **error)
{
  const char *to = network ? network->source_type : "bridge";

  if (is_movable_type (to) && is_movable_type (vnic->config->source->type))
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot change vNIC %s of VM %s from a source of type %s to %s of type %s: define "
               "the card anew for that",
               vnic->name, vm_name (state, vnic), vnic->config->source->type,
               network ? network->name : "the empty network", to);
  return FALSE;
}

gboolean
nwd_wiring_rules_check_network (const NwdState *state,
                                const NwdVnic *vnic,
                                const NwdNetwork *network,
                                NwdScope scope,
                                const NwdOptions *options,
                                GError **error)
{
  if ((scope & NWD_SCOPE_LIVE) && !check_leave (state, vnic, error))
    return FALSE;
  if (network && !check_vm_network (state, vnic, network, error))
    return FALSE;
  if ((scope & NWD_SCOPE_CONFIG) && !check_next_start (state, vnic, network, error))
    return FALSE;
  if (!network || !(scope & NWD_SCOPE_LIVE))
    return TRUE;
  return check_arrive (state, vnic, network, error)
         && (options->allow_mtu_mismatch || check_mtu (state, vnic, network, error));
}
