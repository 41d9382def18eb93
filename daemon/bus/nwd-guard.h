/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-limits.h"

#include <gio/gio.h>

/* Keeps the main loop's queue of @connection within @limits: what is too large or too many is
 * answered with LimitExceeded before it is queued, as are file descriptors, which no method takes.
 * Properties.Set is answered here too, as PropertyReadOnly, for GDBus would call it InvalidArgs.
 *
 * A call counts until its message is freed, whoever answers it. A sender that has nothing queued is
 * let in although the queue is full, up to twice its size: so a flood of one does not lock out the
 * others.
 *
 * Thread: runs in the GDBus worker; to be called before the connection has a name that others know.
 */
void nwd_guard_add (GDBusConnection *connection, const NwdLimits *limits);
