/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-unplugging.h"

/* Cards that guests have yet to let go of, as records of unplugging.ini. */

void nwd_codec_unplugging_put (NwdDocument *document, const NwdUnplugging *unplugging);

/* A new array of NwdUnplugging. Errors: NWD_ERROR_STORAGE_FAILED. */
GPtrArray *nwd_codec_unpluggings_get (const NwdDocument *document, GError **error);
