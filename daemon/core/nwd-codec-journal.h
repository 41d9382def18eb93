/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-checkpoint.h"

/* journal.ini: entries, each with the steps that undo it, in their order. */

/* One entry, the changes of one VM or of the host. */
typedef struct
{
  const char *vm_id;         /* "" the host */
  GPtrArray *undo;           /* of NwdStep */
  GPtrArray *did;            /* of NwdStep: what is undone by that; NULL without @checkpoint */
  NwdCheckpoint *checkpoint; /* by which it is undone unless that is committed; NULL: at once */
  const char *safeguard;     /* the network manager's checkpoint beside it; "" none */
  const char *boot_id;       /* the boot of the host in which it was begun; "" not known */
} NwdJournalRecord;

typedef void (*NwdJournalDecoded) (const NwdJournalRecord *record, gpointer data);

/* Calls @decoded for each entry, or for none with an error. */
gboolean nwd_codec_journal_decode (const char *text,
                                   NwdJournalDecoded decoded,
                                   gpointer data,
                                   GError **error);

typedef struct _NwdJournalEncoder NwdJournalEncoder;

NwdJournalEncoder *nwd_codec_journal_encoder_new (void);
void nwd_codec_journal_encoder_add (NwdJournalEncoder *encoder, const NwdJournalRecord *record);

/* The text; @encoder is gone. */
char *nwd_codec_journal_encoder_end (NwdJournalEncoder *encoder);
