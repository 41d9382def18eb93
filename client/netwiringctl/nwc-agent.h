/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* A pkttyagent(1) of this process, which asks for passwords on the terminal as long as it lives. */
typedef GSubprocess NwcAgent;

/* Returns once it can be asked; NULL where there is no terminal, no need (uid 0), or no agent. */
NwcAgent *nwc_agent_start (void);
void nwc_agent_stop (NwcAgent *agent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwcAgent, nwc_agent_stop)
