/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-log.h"

/* The log port by journald's own protocol: a datagram for each event, with MESSAGE_ID and fields
 * that say who, what, before and after. It never waits: when journald's queue is full the event is
 * dropped and counted, and the count is told as soon as there is room. Where journald does not run
 * events go where other messages go. */
#define NWD_TYPE_JOURNALD (nwd_journald_get_type ())
G_DECLARE_FINAL_TYPE (NwdJournald, nwd_journald, NWD, JOURNALD, GObject)

#define NWD_JOURNALD_SOCKET "/run/systemd/journal/socket"

/* @path: journald's socket. */
NwdJournald *nwd_journald_new (const char *path);

/* How many events were dropped so far. */
guint nwd_journald_count_dropped (NwdJournald *self);
