/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-card.h"
#include "nwd-document.h"

/* A card with all that it says but its tap, as keys of @group: of a stored vNIC, and of what the
 * journal plugs back. Errors: NWD_ERROR_STORAGE_FAILED. */
void nwd_codec_card_put (NwdDocument *document, const char *group, const NwdCard *card);
NwdCard *nwd_codec_card_get (const NwdDocument *document, const char *group, GError **error);

/* A value as its text. Getting sets @value to a new one of @type, else NWD_ERROR_STORAGE_FAILED. */
void
nwd_codec_variant_put (NwdDocument *document, const char *group, const char *key, GVariant *value);
gboolean nwd_codec_variant_get (const NwdDocument *document,
                                const char *group,
                                const char *key,
                                const GVariantType *type,
                                GVariant **value,
                                GError **error);
