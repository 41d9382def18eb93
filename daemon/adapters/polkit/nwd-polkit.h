/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-authority.h"

/* The authority that asks polkit, on the shared system bus: "link" is its action
 * org.ovirt.netwiring.link. The subject is the caller's bus name, never a process id. */
#define NWD_TYPE_POLKIT (nwd_polkit_get_type ())
G_DECLARE_FINAL_TYPE (NwdPolkit, nwd_polkit, NWD, POLKIT, GObject)

NwdPolkit *nwd_polkit_new (void);
