/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* journal.ini: entries, each with the steps (of NwdStep) that undo it, in their order. */

typedef void (*NwdJournalDecoded) (const char *vm_id, GPtrArray *undo, gpointer data);

/* Calls @decoded for each entry, or for none with an error. */
gboolean nwd_codec_journal_decode (const char *text,
                                   NwdJournalDecoded decoded,
                                   gpointer data,
                                   GError **error);

typedef struct _NwdJournalEncoder NwdJournalEncoder;

NwdJournalEncoder *nwd_codec_journal_encoder_new (void);
void nwd_codec_journal_encoder_add (NwdJournalEncoder *encoder, const char *vm_id, GPtrArray *undo);

/* The text; @encoder is gone. */
char *nwd_codec_journal_encoder_end (NwdJournalEncoder *encoder);
