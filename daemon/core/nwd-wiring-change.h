/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

typedef enum
{
  NWD_WIRING_LINKED = 1 << 0,
  NWD_WIRING_NETWORK = 1 << 1,
} NwdWiringField;

/* What a caller wants of one vNIC. Only the fields of @fields are meant. */
typedef struct
{
  char *vnic_id;
  NwdWiringField fields;
  gboolean linked;
  char *network_id; /* "" the empty network; NULL without NWD_WIRING_NETWORK */
} NwdWiringChange;

NwdWiringChange *nwd_wiring_change_new (const char *vnic_id);
void nwd_wiring_change_free (NwdWiringChange *change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdWiringChange, nwd_wiring_change_free)
