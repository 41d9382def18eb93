/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-source.h"

/* A source as keys of a record. */
void nwd_codec_source_put (NwdDocument *document, const char *group, const NwdSource *source);
NwdSource *nwd_codec_source_get (const NwdDocument *document, const char *group, GError **error);
