/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-quarantine.h"

/* A quarantine as a record of a document: vm/<uuid>.ini, and the journal's steps. */

void nwd_codec_quarantine_put (NwdDocument *document,
                               const char *group,
                               const NwdQuarantine *quarantine);
NwdQuarantine *
nwd_codec_quarantine_get (const NwdDocument *document, const char *group, GError **error);

/* That of a VM's file: NULL takes it away. */
void nwd_codec_quarantine_put_vm (NwdDocument *document, const NwdQuarantine *quarantine);

/* FALSE with an error. @quarantine: NULL where there is none. */
gboolean nwd_codec_quarantine_get_vm (const NwdDocument *document,
                                      NwdQuarantine **quarantine,
                                      GError **error);
