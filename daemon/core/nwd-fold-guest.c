/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-fold-guest.h"

static void
touch_vnics (const NwdState *state, const char *vm_id, NwdTouched *touched)
{
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);

  for (guint i = 0; vm && i < vm->vnic_ids->len; i++)
    nwd_touched_add (touched, NWD_KIND_VNIC, vm->vnic_ids->pdata[i]);
}

void
nwd_fold_guest (NwdState *state, const char *vm_id, NwdGuestReport *report, NwdTouched *touched)
{
  NwdGuestReport *old = g_hash_table_lookup (state->guests, vm_id);

  nwd_touched_add (touched, NWD_KIND_VM, vm_id);
  if (!nwd_guest_report_says_same (old, report))
    touch_vnics (state, vm_id, touched);
  if (report)
    g_hash_table_replace (state->guests, g_strdup (vm_id), nwd_guest_report_ref (report));
  else
    g_hash_table_remove (state->guests, vm_id);
}

/* FALSE: it was before, or nothing is known. */
static gboolean
make_stale (NwdState *state, const char *vm_id)
{
  const NwdGuestReport *report = g_hash_table_lookup (state->guests, vm_id);

  if (!report || report->stale)
    return FALSE;
  g_hash_table_replace (state->guests, g_strdup (vm_id),
                        nwd_guest_report_copy (report, report->time, /* stale= */ TRUE));
  return TRUE;
}

void
nwd_fold_guest_silent (NwdState *state, const char *vm_id, NwdTouched *touched)
{
  if (make_stale (state, vm_id))
    nwd_touched_add (touched, NWD_KIND_VM, vm_id);
}

void
nwd_fold_guest_follow (NwdState *state, const NwdDomain *domain)
{
  const NwdGuestReport *report = g_hash_table_lookup (state->guests, domain->id);

  if (!report)
    return;
  if (!domain->live)
    g_hash_table_remove (state->guests, domain->id);
  else if (domain->agent != NWD_AGENT_CONNECTED && nwd_guest_report_is_own (report))
    make_stale (state, domain->id);
}

static gboolean
has_ended (gpointer vm_id, gpointer report, gpointer data)
{
  const NwdState *state = data;
  const NwdDomain *domain = g_hash_table_lookup (state->domains, vm_id);

  return !domain || !domain->live;
}

void
nwd_fold_guests_follow (NwdState *state)
{
  GHashTableIter iter;
  gpointer domain;

  g_hash_table_foreach_remove (state->guests, has_ended, state);
  g_hash_table_iter_init (&iter, state->domains);
  while (g_hash_table_iter_next (&iter, NULL, &domain))
    nwd_fold_guest_follow (state, domain);
}
