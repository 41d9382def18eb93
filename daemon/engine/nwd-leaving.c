/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-leaving.h"

#include "core/nwd-error.h"
#include "core/nwd-plan.h"

gboolean
nwd_leaving_check (const NwdContext *context, const char *network_id, GError **error)
{
  const NwdNetwork *network = NULL;

  if (!network_id || !nwd_marks_has (context->leaving, network_id))
    return TRUE;
  network = nwd_state_get_network (context->state, network_id);
  g_set_error (error, NWD_ERROR, NWD_ERROR_BUSY, "network %s is being detached",
               network ? network->name : network_id);
  return FALSE;
}

gboolean
nwd_leaving_check_plans (const NwdContext *context, GPtrArray *plans, GError **error)
{
  for (guint i = 0; i < plans->len; i++)
    {
      const NwdPlan *plan = g_ptr_array_index (plans, i);

      for (guint k = 0; k < plan->busy->len; k++)
        if (!nwd_leaving_check (context, g_ptr_array_index (plan->busy, k), error))
          return FALSE;
    }
  return TRUE;
}
