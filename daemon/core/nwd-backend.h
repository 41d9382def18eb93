/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* How the daemon stands with libvirt, or with NetworkManager. */
typedef enum
{
  NWD_BACKEND_DISCONNECTED,
  NWD_BACKEND_CONNECTING,
  NWD_BACKEND_CONNECTED,
  NWD_N_BACKEND_STATES
} NwdBackendState;

/* "disconnected", "connecting", "connected". */
const char *nwd_backend_state_name (NwdBackendState state);
