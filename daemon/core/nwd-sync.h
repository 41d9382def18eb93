/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-state.h"

/* In what the host differs from how @own, an attachment as stored, should be: aa{sv} as
 * Attachment.OutOfSync, sorted by property; NULL: in nothing. What the network manager would tell
 * is compared while that is connected. */
GVariant *nwd_sync_compare (const NwdState *state, const NwdAttachment *own);

/* What @key, "expected" or "actual", says of @property in @differences (or NULL): a new
 * reference; NULL where that does not differ. */
GVariant *nwd_sync_find (GVariant *differences, const char *property, const char *key);

/* "mtu is 1300 instead of 1400; …", for people. */
char *nwd_sync_describe (GVariant *differences);
