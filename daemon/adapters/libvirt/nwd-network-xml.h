/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-virtual-network.h"

/* Reads a libvirt <network>. Pure; any thread. NULL with NWD_ERROR_FAILED when it is none. */
NwdVirtualNetwork *nwd_network_xml_parse (const char *text, gboolean active, GError **error);
