/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-wiring-rules.h"

#include "nwd-error.h"
#include "nwd-mac.h"
#include "nwd-mirror-rules.h"
#include "nwd-place-rules.h"

static const char *const verb_names[] = { "change", "add", "remove" };

/* "cannot change vNIC net0 of VM web1: …" */
static gboolean G_GNUC_PRINTF (4, 5)
  refuse (const NwdWiringCase *c, NwdError code, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NWD_ERROR, code, "cannot %s vNIC %s of VM %s: %s",
               verb_names[c->change->verb], c->name, c->domain->name, why);
  return FALSE;
}

/* --- the VM --- */

/* oVirt's key of a VM whose state does not allow it. */
static const char *
status_key (const NwdWiringChange *change)
{
  if (change->verb == NWD_WIRING_REMOVE || change->fields == NWD_WIRING_PLUGGED)
    return "ACTION_TYPE_FAILED_VM_STATUS_ILLEGAL";
  return "NETWORK_CANNOT_ADD_INTERFACE_WHEN_VM_STATUS_NOT_UP_DOWN_LOCKED";
}

static gboolean
check_vm (const NwdWiringCase *c, GError **error)
{
  const NwdDomain *domain = c->domain;

  if (*domain->managed_by && !c->options->foreign)
    return refuse (c, NWD_ERROR_MANAGED_ELSEWHERE, error,
                   "the VM is managed by %s; option foreign allows it", domain->managed_by);
  if (c->state->hypervisor_state != NWD_BACKEND_CONNECTED)
    return refuse (c, NWD_ERROR_HYPERVISOR_UNAVAILABLE, error, "no connection to libvirt");
  if (domain->state == NWD_VM_MIGRATING)
    return refuse (c, NWD_ERROR_BUSY, error, "it is migrating (%s)", status_key (c->change));
  if (domain->state == NWD_VM_SAVING)
    return refuse (c, NWD_ERROR_BUSY, error, "it is being saved or restored (%s)",
                   status_key (c->change));
  return TRUE;
}

/* --- the card --- */

static gboolean
check_name (const NwdWiringCase *c, GError **error)
{
  const NwdVm *vm = nwd_state_get_vm (c->state, c->domain->id);

  if (!(c->change->fields & NWD_WIRING_NAME))
    return TRUE;
  for (guint i = 0; i < vm->vnic_ids->len; i++)
    {
      const NwdVnic *other = nwd_state_get_vnic (c->state, g_ptr_array_index (vm->vnic_ids, i));

      if (c->change->renamed && g_hash_table_contains (c->change->renamed, other->id))
        continue;
      if (other != c->vnic && g_str_equal (other->name, c->change->name))
        return refuse (c, NWD_ERROR_ALREADY_EXISTS, error,
                       "another vNIC of it has the name %s "
                       "(NETWORK_INTERFACE_NAME_ALREADY_IN_USE)",
                       other->name);
    }
  return TRUE;
}

/* libvirt cannot change these while the guest has the card. */
static gboolean
check_hardware (const NwdWiringCase *c, GError **error)
{
  const NwdWiringChange *change = c->change;
  const char *what = NULL;

  if (!c->live || (c->detach & NWD_SCOPE_LIVE))
    return TRUE;
  if ((change->fields & NWD_WIRING_MAC) && !g_str_equal (change->mac, c->live->mac))
    what = "MAC address";
  else if ((change->fields & NWD_WIRING_MODEL) && !g_str_equal (change->model, c->live->model)
           && (c->edit & NWD_SCOPE_LIVE))
    what = "model";
  else if ((change->fields & NWD_WIRING_MTU) && change->mtu != c->live->mtu
           && (c->edit & NWD_SCOPE_LIVE))
    what = "MTU";
  else if ((change->fields & NWD_WIRING_VIRTUAL_PORT)
           && !g_variant_equal (change->virtual_port, c->live->virtual_port)
           && (c->edit & NWD_SCOPE_LIVE))
    what = "virtual port";
  if (!what)
    return TRUE;
  return refuse (c, NWD_ERROR_HOT_UPDATE_REFUSED, error,
                 "its %s cannot change while it is plugged: unplug it first "
                 "(CANNOT_PERFORM_HOT_UPDATE)",
                 what);
}

/* A MAC that comes to be used: one that is set, or that of a card that is plugged. */
static gboolean
check_mac (const NwdWiringCase *c, GError **error)
{
  gboolean set = c->change->fields & NWD_WIRING_MAC;
  const char *mac = set ? c->change->mac : nwd_wiring_case_get_card (c)->mac;
  const NwdVnic *user = NULL;

  if (!set && !c->attach)
    return TRUE;
  user = nwd_mac_find_user (c->state, mac, c->change->vnic_id, c->change->leaving);
  if (!user)
    return TRUE;
  return refuse (c, NWD_ERROR_MAC_IN_USE, error,
                 "vNIC %s of VM %s has the MAC address %s (NETWORK_MAC_ADDRESS_IN_USE, 5013)",
                 user->name, nwd_state_get_vnic_vm (c->state, user)->domain->name, mac);
}

static gboolean
check_filter (const NwdWiringCase *c, GError **error)
{
  const NwdCard *card = nwd_wiring_case_get_card (c);
  const char *filter = c->change->fields & NWD_WIRING_FILTER ? c->change->filter : card->filter;
  gboolean given = (c->change->fields & NWD_WIRING_FILTER_PARAMETERS)
                   && g_variant_n_children (c->change->filter_parameters) > 0;

  if (c->change->no_filter)
    return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error, "filter: there is no network filter “%s”",
                   c->change->filter);
  if (!given || *filter)
    return TRUE;
  return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error,
                 "filter-parameters: it has no filter that they are for");
}

/* These say how a card is plugged; of one that is plugged they cannot change. */
static gboolean
check_plugging (const NwdWiringCase *c, GError **error)
{
  const NwdWiringChange *change = c->change;

  if ((change->fields & NWD_WIRING_ADDRESS) && change->verb != NWD_WIRING_ADD)
    return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error, "address: only a new vNIC takes it");
  if ((change->fields & NWD_WIRING_ADDRESS) && !c->attach)
    return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error,
                   "address: only a vNIC that is plugged in takes it");
  if ((c->detach & NWD_SCOPE_LIVE) && (change->fields & ~NWD_WIRING_PLUGGED)
      && nwd_wiring_case_stays_defined (c))
    return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error,
                   "live-only: the card stays in the definition of the next start, nothing else "
                   "can be stored of it meanwhile");
  if (change->verb == NWD_WIRING_REMOVE && c->live)
    return refuse (c, NWD_ERROR_ACTIVE_DEVICE, error,
                   "it is plugged into a running VM: unplug it first "
                   "(ACTION_TYPE_FAILED_CANNOT_REMOVE_ACTIVE_DEVICE)");
  if (c->vnic && c->vnic->unplugging && (change->fields & NWD_WIRING_PLUGGED) && change->plugged)
    return refuse (
      c, NWD_ERROR_BUSY, error,
      "its guest is still asked to let go of it; once it has, it can be plugged again");
  if ((c->attach & NWD_SCOPE_LIVE) && c->domain->free_slots == 0)
    return refuse (c, NWD_ERROR_NO_FREE_SLOT, error,
                   "the VM has no free slot that a card can be plugged into while it runs");
  return TRUE;
}

/* There is one set of mirrors, for the running card and the next one. */
static gboolean
check_mirrors (const NwdWiringCase *c, GError **error)
{
  gboolean runs = (c->live && !(c->detach & NWD_SCOPE_LIVE)) || (c->attach & NWD_SCOPE_LIVE);
  g_autofree char *what = g_strdup_printf ("vNIC %s of VM %s", c->name, c->domain->name);
  char **ids = c->change->mirrors;

  if (!(c->change->fields & NWD_WIRING_MIRRORS))
    return TRUE;
  if (c->options->live_only || c->options->next_start_only)
    return refuse (c, NWD_ERROR_INVALID_ARGUMENT, error,
                   "mirrored-networks: live-only and next-start-only do not go with it");
  if (runs && c->live && *ids && !nwd_mirror_rules_check_card (c->state, what, c->live, error))
    return FALSE;
  for (; *ids; ids++)
    if (!nwd_mirror_rules_check_network (c->state, what, *ids, runs, error))
      return FALSE;
  return TRUE;
}

gboolean
nwd_wiring_rules_check (const NwdWiringCase *c, GError **error)
{
  return check_vm (c, error) && check_plugging (c, error) && check_name (c, error)
         && check_hardware (c, error) && check_filter (c, error) && nwd_place_rules_check (c, error)
         && check_mac (c, error) && check_mirrors (c, error);
}
