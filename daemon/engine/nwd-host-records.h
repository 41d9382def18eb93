/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-state.h"
#include "core/nwd-step.h"

/* What host.ini holds, or is to hold. */
typedef struct
{
  GHashTable *networks;    /* id → NwdNetwork */
  GHashTable *attachments; /* id → NwdAttachment */
  GHashTable *labels;      /* name → NwdLabel */
} NwdHostRecords;

/* Those that @state has. */
NwdHostRecords *nwd_host_records_new (const NwdState *state);
void nwd_host_records_free (NwdHostRecords *host);

/* As @step leaves them, which is of host's records (nwd_step_is_of_host_records()). */
void nwd_host_records_do (NwdHostRecords *host, const NwdStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdHostRecords, nwd_host_records_free)
