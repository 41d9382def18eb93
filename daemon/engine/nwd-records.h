/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "nwd-host-records.h"
#include "ports/nwd-store.h"

/* Our own records in the store: what networks and attachments there are (host.ini, and its copy
 * host.ini.previous for the way out of a bad one), what libvirt cannot keep of a VM's cards
 * (vm/<uuid>.ini). */
typedef struct _NwdRecords NwdRecords;

#define NWD_RECORDS_HOST     "host.ini"
#define NWD_RECORDS_PREVIOUS "host.ini.previous"

NwdRecords *nwd_records_new (NwdStore *store);
void nwd_records_free (NwdRecords *records);

/* @error: NULL, or NWD_ERROR_STORAGE_FAILED; the callee's. */
typedef void (*NwdRecordsSaved) (GError *error, gpointer data);

/* Takes what @text, that of host.ini (NULL: none), holds into @state, or nothing of it. */
gboolean
nwd_records_load_host (NwdRecords *records, NwdState *state, const char *text, GError **error);

/* Takes what @text, that of @vm_id's file, holds into @state, or nothing; a bad file is set aside
 * when there is something new to write. */
gboolean nwd_records_load_vm (
  NwdRecords *records, NwdState *state, const char *vm_id, const char *text, GError **error);

/* Makes @host durable, as it is now. */
void nwd_records_save_host (NwdRecords *records,
                            const NwdHostRecords *host,
                            NwdRecordsSaved saved,
                            gpointer data);

/* @notes of NwdNote, @vnics of NwdStoredVnic; NULL: none. Where there is neither, and no
 * quarantine, the VM's file is removed. @saved may be NULL. */
void nwd_records_save_vm (NwdRecords *records,
                          const char *vm_id,
                          GPtrArray *notes,
                          GPtrArray *vnics,
                          NwdRecordsSaved saved,
                          gpointer data);

/* The same file with another @quarantine, NULL none; else as @state has it. */
void nwd_records_save_quarantine (NwdRecords *records,
                                  const NwdState *state,
                                  const char *vm_id,
                                  const NwdQuarantine *quarantine,
                                  NwdRecordsSaved saved,
                                  gpointer data);

/* The VM is gone, and its file with it. */
void nwd_records_forget_vm (NwdRecords *records, const char *vm_id);
