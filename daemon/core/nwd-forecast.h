/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-plan.h"
#include "nwd-state.h"

/* The host as it will be when what is planned is done: what else the same request wants is planned
 * on it. It knows of networks, labels, attachments, their bridges and NICs; all else is as in the
 * state that it is made of, which must outlive it. */
typedef struct _NwdForecast NwdForecast;

NwdForecast *nwd_forecast_new (const NwdState *state);
void nwd_forecast_free (NwdForecast *forecast);

const NwdState *nwd_forecast_get_state (const NwdForecast *forecast);

/* @plan will be done too. */
void nwd_forecast_add (NwdForecast *forecast, const NwdPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdForecast, nwd_forecast_free)
