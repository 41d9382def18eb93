/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card-change.h"
#include "nwd-document.h"

/* A change of a card as keys of a record. */
void
nwd_codec_card_change_put (NwdDocument *document, const char *group, const NwdCardChange *change);
NwdCardChange *
nwd_codec_card_change_get (const NwdDocument *document, const char *group, GError **error);
