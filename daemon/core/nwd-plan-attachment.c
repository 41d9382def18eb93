/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-plan-attachment.h"

#include "nwd-attachment-wanted.h"
#include "nwd-error.h"
#include "nwd-host-rules.h"
#include "nwd-plan-sync.h"
#include "nwd-sync.h"

static const NwdNetwork *
get_network (const NwdState *state, const NwdAttachment *own)
{
  return nwd_state_get_network (state, own->network_id);
}

static gboolean
check_ours (const NwdState *state, const NwdAttachment *own, const char *what, GError **error)
{
  const char *name = get_network (state, own)->name;

  if (!own->adopted)
    return nwd_host_rules_check_connected (state, what, name, error);
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_SUPPORTED,
               "cannot %s %s: bridge %s is not ours, and stays as it is", what, name, own->bridge);
  return FALSE;
}

static gboolean
check_in_sync (const NwdState *state,
               const NwdAttachment *own,
               const NwdHostChange *change,
               GError **error)
{
  g_autoptr (GVariant) differences = change->override ? NULL : nwd_sync_compare (state, own);
  g_autofree char *text = differences ? nwd_sync_describe (differences) : NULL;

  if (!text)
    return TRUE;
  g_set_error (error, NWD_ERROR, NWD_ERROR_NOT_IN_SYNC,
               "cannot change the attachment of network %s, which is out of sync: %s "
               "(NETWORK_NOT_IN_SYNC)",
               get_network (state, own)->name, text);
  return FALSE;
}

NwdPlan *
nwd_plan_attachment_update (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  g_autoptr (NwdAttachment) wanted = NULL;
  NwdAttachment *own = nwd_host_rules_find_attachment (state, change->id, error);

  if (!own || !check_ours (state, own, "change the attachment of network", error)
      || !check_in_sync (state, own, change, error))
    return NULL;
  nwd_plan_set_object (plan, own->id);
  wanted = nwd_attachment_wanted_of (state, own, change, error);
  if (!wanted || !nwd_plan_sync (state, own, wanted, change->take_addresses, plan, error))
    return NULL;
  if (!nwd_attachment_equal (own, wanted))
    nwd_plan_add (plan, nwd_step_new_attachment (wanted), nwd_step_new_attachment (own));
  return g_steal_pointer (&plan);
}

NwdPlan *
nwd_plan_attachment_sync (const NwdState *state, const NwdHostChange *change, GError **error)
{
  g_autoptr (NwdPlan) plan = nwd_plan_new ();
  NwdAttachment *own = nwd_host_rules_find_attachment (state, change->id, error);

  if (!own || !check_ours (state, own, "sync network", error)
      || !nwd_plan_sync (state, own, own, /* takes= */ FALSE, plan, error))
    return NULL;
  nwd_plan_set_object (plan, own->id);
  return g_steal_pointer (&plan);
}
