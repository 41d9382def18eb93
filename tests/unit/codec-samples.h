/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-bridge.h"
#include "core/nwd-ip-config.h"

/* Records for tests of what is written. */

#define NETWORK_ID    "4f0c1a52-6a1e-4b7e-9d39-0c8f2f6f8a01"
#define ATTACHMENT_ID "a1b2c3d4-0000-4000-8000-00000000000a"
#define VNIC_ID       "0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e33"

/* A bridge as it was, with what a human, or a profile, might say of it. */
NwdBridge *codec_sample_bridge (void);

/* Addresses of both families, like another profile. */
NwdIpConfig *codec_sample_ip (void);
