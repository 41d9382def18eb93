/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-options.h"

#include <glib.h>

/* What one call wants, worked out from its arguments and what is known at that moment. */
typedef struct
{
  char *queue;    /* id of the VM whose queue it goes to, "" the host's */
  char **details; /* key, value, key, value, …, NULL: what polkit's rules can decide by */
  NwdOptions options;
  gpointer intent; /* what the verb's run takes */
  GDestroyNotify free_intent;
} NwdRequest;

/* Takes @details (NULL: none) and @intent. */
NwdRequest *nwd_request_new (const char *queue,
                             char **details,
                             const NwdOptions *options,
                             gpointer intent,
                             GDestroyNotify free_intent);
void nwd_request_free (NwdRequest *request);

/* The intent, which is the caller's from then on. */
gpointer nwd_request_steal_intent (NwdRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdRequest, nwd_request_free)
