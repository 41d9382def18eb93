/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"

#define SAMPLE_VM         "11111111-1111-4111-8111-111111111111"
#define SAMPLE_OTHER_VM   "22222222-2222-4222-8222-222222222222"
#define SAMPLE_VNIC       "aaaaaaaa-1111-4111-8111-111111111111"
#define SAMPLE_CHECKPOINT "00112233445566778899aabbccddeeff"
#define SAMPLE_OTHER_VNIC "aaaaaaaa-2222-4222-8222-222222222222"
#define SAMPLE_RED        "cccccccc-1111-4111-8111-111111111111"
#define SAMPLE_BLUE       "cccccccc-2222-4222-8222-222222222222"
#define SAMPLE_NIC        "eth0.7"
#define SAMPLE_LABEL      "lab-1"
#define SAMPLE_ATTACHMENT "dddddddd-1111-4111-8111-111111111111"

/* The records that the bus shows, made by hand: two running VMs, "web1" with card SAMPLE_VNIC on
 * network red and "db1" with SAMPLE_OTHER_VNIC on the empty one; red is attached by
 * SAMPLE_ATTACHMENT, has VLAN 7; blue is not attached. SAMPLE_NIC has nothing on
 * it but SAMPLE_LABEL, which no network carries. */
NwdState *sample_state_new (void);

/* Puts a new record of SAMPLE_VNIC in: up or down, on network @network_id. */
void sample_state_rewire (NwdState *state, gboolean linked, const char *network_id);
