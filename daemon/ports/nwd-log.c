/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nwd-log.h"

G_DEFINE_INTERFACE (NwdLog, nwd_log, G_TYPE_OBJECT)

static void
nwd_log_default_init (NwdLogInterface *interface)
{
}

void
nwd_log_write (NwdLog *self, const NwdEvent *event)
{
  NWD_LOG_GET_IFACE (self)->write (self, event);
}
