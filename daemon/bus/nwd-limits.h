/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/* What one caller, and all together, may ask of the service at a time. */
typedef struct
{
  gsize message;           /* bytes of one call */
  guint queued;            /* unanswered calls in all, and … */
  guint queued_per_sender; /* … of one connection */
  guint checks;            /* calls that wait for polkit in all, and … */
  guint checks_per_uid;    /* … of one user */
  guint waiting_per_uid;   /* calls of one user that wait for polkit, or behind one that does */
  guint check_time;        /* s that polkit and the user have for an answer */
} NwdLimits;

#define NWD_LIMITS                                                                                 \
  ((NwdLimits){ .message = 65536,                                                                  \
                .queued = 256,                                                                     \
                .queued_per_sender = 128,                                                          \
                .checks = 64,                                                                      \
                .checks_per_uid = 8,                                                               \
                .waiting_per_uid = 64,                                                             \
                .check_time = 120 })
