/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <NetworkManager.h>

/* Requests whose answer nobody waits for: success shows in the thing being gone. One that was asked
 * for and not answered yet is not asked for again. */

void nwd_nm_remove_profile (NMRemoteConnection *profile);

/* Deletes the interface of @device, unless NetworkManager uses it for something. */
void nwd_nm_remove_link (NMDevice *device);
