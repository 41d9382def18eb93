/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-ip-config.h"

/* Addresses of the host as keys of a group; none of them where there are no addresses. */

void nwd_codec_ip_put (NwdDocument *document, const char *group, const NwdIpConfig *ip);

/* What we want to be: a new record; NULL with NWD_ERROR_STORAGE_FAILED for what nobody may. */
NwdIpConfig *nwd_codec_ip_get (const NwdDocument *document, const char *group, GError **error);

/* What somebody's profile said, whatever that is. */
NwdIpConfig *nwd_codec_ip_read (const NwdDocument *document, const char *group);
