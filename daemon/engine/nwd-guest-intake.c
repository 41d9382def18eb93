/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-guest-intake.h"

#include "core/nwd-fold-guest.h"
#include "core/nwd-guest-clean.h"
#include "core/nwd-guest-match.h"

typedef void (*Fold) (NwdContext *context, const char *vm_id, NwdTouched *touched, gpointer data);

/* A change of the VM that is under way tells all there is to tell at its end. */
static void
publish (NwdContext *context, const char *vm_id, Fold fold, gpointer data)
{
  NwdTouched *operation = g_hash_table_lookup (context->operations, vm_id);
  g_autoptr (NwdTouched) touched = nwd_touched_new ();

  fold (context, vm_id, operation ? operation : touched, data);
  nwd_context_publish (context, touched);
}

static void
fold_report (NwdContext *context, const char *vm_id, NwdTouched *touched, gpointer report)
{
  nwd_fold_guest (context->state, vm_id, report, touched);
}

static void
fold_silence (NwdContext *context, const char *vm_id, NwdTouched *touched, gpointer unused)
{
  nwd_fold_guest_silent (context->state, vm_id, touched);
}

gboolean
nwd_guest_intake_report (NwdContext *context,
                         NwdGuestCache *cache,
                         const char *vm_id,
                         NwdAskedGuest *guest,
                         GPtrArray *claims,
                         gboolean own,
                         gboolean more)
{
  const NwdState *state = context->state;
  const NwdVm *vm = nwd_state_get_vm (state, vm_id);
  const NwdGuestReport *before = g_hash_table_lookup (state->guests, vm_id);
  g_autoptr (GHashTable) macs = nwd_guest_match_own_macs (vm);
  g_autoptr (NwdGuestReport) report = nwd_guest_clean (claims, macs, g_get_real_time ());
  gboolean same = FALSE;

  if (!before && !own && report->interfaces->len == 0)
    return FALSE;
  nwd_guest_match_mark (state, vm, report);
  same = nwd_guest_report_says_same (before, report);
  guest->told = nwd_guest_suspicion_tell (vm->domain, report, guest->told);
  publish (context, vm_id, fold_report, report);
  guest->kept = report->interfaces->len > 0;
  if (!same)
    nwd_guest_cache_change (cache, state, more);
  return report->interfaces->len > 0;
}

void
nwd_guest_intake_silence (NwdContext *context,
                          const char *vm_id,
                          NwdAskedGuest *guest,
                          const GError *error)
{
  guest->here = FALSE;
  g_debug ("%s", error->message);
  publish (context, vm_id, fold_silence, NULL);
}
