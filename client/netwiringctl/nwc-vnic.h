/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwc-client.h"

/* Calls a method of @vnic that answers nothing, and says that it is @done. */
gboolean nwc_vnic_change (NwcClient *client,
                          const NwcObject *vnic,
                          const char *method,
                          GVariant *parameters,
                          const char *done,
                          GError **error);
