/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-guest-report.h"

/* What guests said, as records of guest.ini: a record for each interface, with the columns of
 * oVirt's table of the same purpose and a few of ours, which may be missing. */

/* @reports: VM id → NwdGuestReport. FALSE: there is nothing to keep. */
gboolean nwd_codec_guests_put (NwdDocument *document, GHashTable *reports);

/* Into @reports, which are stale. Errors: NWD_ERROR_STORAGE_FAILED. */
gboolean nwd_codec_guests_get (const NwdDocument *document, GHashTable *reports, GError **error);
