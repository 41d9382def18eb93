/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* Options of changing calls (API.md), and who calls; zero-filled is the default but for @timeout
 * and @persist, and is called by root. */
typedef struct
{
  gboolean dry_run;
  guint timeout; /* s; 0: wait */
  gboolean live_only;
  gboolean next_start_only;
  gboolean foreign;
  gboolean bounce_link;
  gboolean allow_mtu_mismatch;
  gboolean tell_steps;       /* the outcome of a change of wiring says what was done */
  gboolean persist;          /* what is set up outlasts this boot of the host */
  guint confirm_timeout;     /* s; 0: it stays without being confirmed */
  const char *checkpoint_id; /* of the checkpoint that it is then; the engine's */
  guint32 uid;               /* of the caller */
  const char *action;        /* static; the method called; NULL: unknown */
} NwdOptions;

#define NWD_OPTIONS_TIMEOUT 20 /* s */
