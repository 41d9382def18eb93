/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-attachment.h"
#include "nwd-document.h"
#include "nwd-label.h"
#include "nwd-network.h"

/* Networks and attachments as records of a document: host.ini, and the journal's steps. */

void nwd_codec_network_put (NwdDocument *document, const char *group, const NwdNetwork *network);
NwdNetwork *nwd_codec_network_get (const NwdDocument *document, const char *group, GError **error);

void nwd_codec_attachment_put (NwdDocument *document,
                               const char *group,
                               const NwdAttachment *attachment);
NwdAttachment *
nwd_codec_attachment_get (const NwdDocument *document, const char *group, GError **error);

/* Replaces the records of host.ini by these: id → NwdNetwork, id → NwdAttachment. */
void nwd_codec_host_put (NwdDocument *document,
                         GHashTable *networks,
                         GHashTable *attachments,
                         GHashTable *labels);

/* Fills the tables; on error they may be half full. */
gboolean nwd_codec_host_get (const NwdDocument *document,
                             GHashTable *networks,
                             GHashTable *attachments,
                             GHashTable *labels,
                             GError **error);
