/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <NetworkManager.h>

/* The addresses that the interface of @device has, whoever gave them, sorted, "address/prefix"; no
 * link-local ones. NULL-terminated. */
char **nwd_nm_addresses_read (NMDevice *device);
