/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-event.h"

/* The last events, in memory. */
typedef struct _NwdHistory NwdHistory;

#define NWD_HISTORY_MAX 1000

/* Which of them; zero-filled: all. */
typedef struct
{
  guint max;     /* how many at most; 0: all */
  guint64 since; /* µs since the epoch */
  char *object;  /* path; of a VM: its cards' too; NULL: of all */
  char *event;   /* id; NULL: any */
} NwdHistoryFilter;

NwdHistory *nwd_history_new (void);
void nwd_history_free (NwdHistory *history);

/* The oldest makes room. */
void nwd_history_add (NwdHistory *history, NwdEvent *event);

/* A new array of NwdEvent, newest first. */
GPtrArray *nwd_history_list (const NwdHistory *history, const NwdHistoryFilter *filter);
