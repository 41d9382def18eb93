/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-netlink-request.h"

#include "ports/nwd-kernel.h"

/* nwd_kernel_sync_mirrors(): what there is of ours is read from the kernel, whoever made it. */
gboolean nwd_mirror_sync (NwdNetlinkRequest *request,
                          GPtrArray *mirrors,
                          NwdMirrorRefused refused,
                          gpointer data,
                          GError **error);
