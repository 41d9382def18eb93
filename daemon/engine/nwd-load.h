/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-context.h"

/* Reads the store at start. A bad vm/<uuid>.ini is that VM's problem; anything else that is bad
 * makes the state degraded: then nothing of it is taken, and no file is touched. */
void nwd_load (NwdContext *context, NwdStore *store);

/* The part of it that is about VMs: name → text of all files. */
void nwd_load_vms (NwdContext *context, GHashTable *texts);

/* Reads every file and says what it thinks of each, a line a file, without touching any. Answers
 * whether all are good. */
gboolean nwd_load_check (NwdStore *store, GString *report);
