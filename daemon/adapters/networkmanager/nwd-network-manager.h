/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-host-network.h"

/* NetworkManager as the NwdHostNetwork, by libnm. It uses the process's shared connection to the
 * system bus, whose loss it keeps from ending the process. */
#define NWD_TYPE_NETWORK_MANAGER (nwd_network_manager_get_type ())
G_DECLARE_FINAL_TYPE (NwdNetworkManager, nwd_network_manager, NWD, NETWORK_MANAGER, GObject)

NwdNetworkManager *nwd_network_manager_new (void);
