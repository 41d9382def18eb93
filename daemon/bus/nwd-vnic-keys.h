/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "core/nwd-wiring-change.h"

#include "nwd-key.h"

/* What callers say of a vNIC: the settings of a new one, and those of them that can be changed, as
 * fields of NwdWiringChange. */
extern const NwdKey nwd_vnic_keys_settings[];
extern const NwdKey nwd_vnic_keys_changes[];

/* Takes @values, an a{sv}, into @change by @table, which is one of these. */
gboolean nwd_vnic_keys_unpack (const NwdKey *table,
                               GVariant *values,
                               NwdWiringChange *change,
                               GError **error);

/* Looks up what @change names as it was sent. Errors: NWD_ERROR_NOT_FOUND and
 * NWD_ERROR_INVALID_ARGUMENT, naming the key. */
gboolean nwd_vnic_keys_look_up (const NwdState *state, NwdWiringChange *change, GError **error);
