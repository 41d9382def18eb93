/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-bridge-ports.h"

/* Makes the bridge above @tap know that the card @mac is behind it, and tells those beyond the
 * bridge's other ports by one RARP each. @rarp: the socket for that, opened here when still -1.
 * Errors: NWD_ERROR_FAILED. */
gboolean nwd_announce (NwdNetlinkRequest *request,
                       NwdBridgePorts *bridge_ports,
                       int *rarp,
                       const NwdLink *tap,
                       const char *mac,
                       GError **error);
