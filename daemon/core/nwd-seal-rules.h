/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* Which bridges are closed towards this host: those of ours that are isolated networks, and the
 * unwired one. */

typedef enum
{
  NWD_SEAL_KEEP, /* as it is: not known to be ours now, or on its way */
  NWD_SEAL_ON,
  NWD_SEAL_OFF,
} NwdSeal;

/* What bridge @name, which is there, is to have. */
NwdSeal nwd_seal_rules_judge (const NwdState *state, const char *name);

/* What is wrong with the isolation of @bridge, in a sentence; "" nothing. @open: why it is not
 * closed, "" it is; @filters: the settings by which all bridges are filtered, "" none. */
char *nwd_seal_rules_explain (const NwdLink *bridge, const char *open, const char *filters);
