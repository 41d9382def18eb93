/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-document.h"
#include "nwd-note.h"

/* Notes as records of a document: vm/<uuid>.ini, and the journal's steps. */

void nwd_codec_note_put (NwdDocument *document, const char *group, const NwdNote *note);
NwdNote *nwd_codec_note_get (const NwdDocument *document, const char *group, GError **error);

/* Replaces the records of a VM's file by @notes (of NwdNote). */
void nwd_codec_notes_put (NwdDocument *document, GPtrArray *notes);

/* A new array, or NULL with an error. */
GPtrArray *nwd_codec_notes_get (const NwdDocument *document, GError **error);
