/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-order.h"

#include "core/nwd-plan-batch.h"
#include "nwd-checkpoints.h"

NwdOrder *
nwd_order_new (GPtrArray *changes, NwdOptions *options)
{
  NwdOrder *order = g_new0 (NwdOrder, 1);

  order->changes = changes;
  if (options->confirm_timeout > 0)
    options->checkpoint_id = order->checkpoint_id = nwd_checkpoints_make_id ();
  return order;
}

void
nwd_order_free (NwdOrder *order)
{
  g_ptr_array_unref (order->changes);
  g_clear_pointer (&order->steps, g_variant_unref);
  g_free (order->checkpoint_id);
  g_free (order);
}

void
nwd_order_describe (NwdOrder *order,
                    const NwdState *state,
                    GPtrArray *plans,
                    const NwdOptions *options)
{
  if (options->tell_steps)
    order->steps = g_variant_ref_sink (nwd_plan_describe (state, plans));
}

void
nwd_order_tell (const NwdOrder *order, const NwdState *state, NwdOutcome *outcome)
{
  gboolean pending = order->checkpoint_id && nwd_state_get_checkpoint (state, order->checkpoint_id);

  outcome->steps = order->steps ? g_variant_ref (order->steps) : NULL;
  outcome->checkpoint_id = g_strdup (pending ? order->checkpoint_id : "");
}
