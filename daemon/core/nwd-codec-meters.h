/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-meters.h"

/* Meters as records of counters.ini: what each object counted, and how far each of its links was
 * read. Indexes of links mean something until the host boots: @boot_id says which boot that is. */

/* Into an empty document; meters that are as new are left out. FALSE: all of them are. */
gboolean nwd_codec_meters_put (NwdDocument *document, const NwdMeters *meters, const char *boot_id);

/* Into empty @meters. Errors: NWD_ERROR_STORAGE_FAILED; some are taken then. */
gboolean nwd_codec_meters_get (const NwdDocument *document,
                               NwdMeters *meters,
                               const char *boot_id,
                               GError **error);
