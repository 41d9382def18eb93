/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/nwd-event.h"

#include <gio/gio.h>

/* The system's log, which keeps events longer than we do.
 *
 * Thread: main context. Never waits: an event that the log has no room for is lost there. */
#define NWD_TYPE_LOG (nwd_log_get_type ())
G_DECLARE_INTERFACE (NwdLog, nwd_log, NWD, LOG, GObject)

struct _NwdLogInterface
{
  GTypeInterface parent;

  void (*write) (NwdLog *self, const NwdEvent *event);
};

void nwd_log_write (NwdLog *self, const NwdEvent *event);
