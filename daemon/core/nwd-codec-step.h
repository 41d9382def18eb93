/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-step.h"

/* A step as a record of a document. */
void nwd_codec_step_put (NwdDocument *document, const char *group, const NwdStep *step);
NwdStep *nwd_codec_step_get (const NwdDocument *document, const char *group, GError **error);
