/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-bridge.h"
#include "nwd-document.h"
#include "nwd-uplink.h"

/* What the journal keeps of bridges and of what carries networks, as keys of a group. Each get
 * makes a new record; NULL with NWD_ERROR_STORAGE_FAILED. */

/* What is put or removed: the keys "of", "text" and "number", as older versions wrote them, are
 * NIC, bridge and MTU. */
void nwd_codec_uplink_put (NwdDocument *document, const char *group, const NwdUplink *uplink);
NwdUplink *nwd_codec_uplink_get (const NwdDocument *document, const char *group, GError **error);

/* As it was. */
void nwd_codec_bridge_put (NwdDocument *document, const char *group, const NwdBridge *bridge);
NwdBridge *nwd_codec_bridge_get (const NwdDocument *document, const char *group, GError **error);
