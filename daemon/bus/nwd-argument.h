/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"
#include "core/nwd-state.h"

#include "nwd-key.h"

/* Arguments that several methods take. */

/* Options of host methods, of the one that changes much of the host, of those that re-wire a card,
 * and of those that re-wire many. */
extern const NwdKey nwd_argument_host_options[];
extern const NwdKey nwd_argument_setup_options[];
extern const NwdKey nwd_argument_wiring_options[];
extern const NwdKey nwd_argument_batch_options[];

/* Unpacks the last of @parameters by @table; what is not given gets its default. */
gboolean nwd_argument_options (const NwdKey *table,
                               GVariant *parameters,
                               NwdOptions *options,
                               GError **error);

/* The id of the network that @text names by path, UUID or name; "" for "" and "/". NULL with
 * NWD_ERROR_NOT_FOUND, or NWD_ERROR_INVALID_ARGUMENT, naming @key. */
char *
nwd_argument_network (const NwdState *state, const char *key, const char *text, GError **error);

/* The name of the NIC that @text names, by its path or itself; NULL for "/" and "". Errors:
 * NWD_ERROR_NOT_FOUND, NWD_ERROR_INVALID_ARGUMENT.
 */
gboolean nwd_argument_nic (const NwdState *state, const char *text, char **name, GError **error);

/* The VM, vNIC, network, attachment or NIC that is called; NULL with G_DBUS_ERROR_UNKNOWN_OBJECT.
 */
NwdVm *nwd_argument_called_vm (const NwdState *state, const char *id, GError **error);
NwdVnic *nwd_argument_called_vnic (const NwdState *state, const char *id, GError **error);
NwdNetwork *nwd_argument_called_network (const NwdState *state, const char *id, GError **error);
NwdAttachment *
nwd_argument_called_attachment (const NwdState *state, const char *id, GError **error);
NwdLabel *nwd_argument_called_label (const NwdState *state, const char *name, GError **error);
NwdNic *nwd_argument_called_nic (const NwdState *state, const char *name, GError **error);
