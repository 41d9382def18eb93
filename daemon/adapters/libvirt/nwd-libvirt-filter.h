/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-autoptr.h"

/* Whether libvirt has a network filter of that name; FALSE without @error: it has none. Blocks:
 * worker threads only. */
gboolean nwd_libvirt_has_filter (virConnectPtr connection, const char *name, GError **error);
