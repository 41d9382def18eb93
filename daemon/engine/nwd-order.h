/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "nwd-engine.h"

/* What a caller wants changed in one, and what came of it. */
typedef struct
{
  GPtrArray *changes;
  GVariant *steps; /* what they come to, as planned; NULL before, or where nobody asked */
  char *checkpoint_id;
} NwdOrder;

/* Takes @changes. Gives @options an id for the checkpoint that they ask for. */
NwdOrder *nwd_order_new (GPtrArray *changes, NwdOptions *options);
void nwd_order_free (NwdOrder *order);

/* Keeps what is told of @plans, where @options ask for it. */
void nwd_order_describe (NwdOrder *order,
                         const NwdState *state,
                         GPtrArray *plans,
                         const NwdOptions *options);

/* What is answered; @outcome's. */
void nwd_order_tell (const NwdOrder *order, const NwdState *state, NwdOutcome *outcome);
