/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ports/nwd-log.h"

/* Keeps what is written. */
#define FAKE_TYPE_LOG (fake_log_get_type ())
G_DECLARE_FINAL_TYPE (FakeLog, fake_log, FAKE, LOG, GObject)

FakeLog *fake_log_new (void);

/* Of char *, an element an event: "ID SEVERITY OBJECT UID ACTION: MESSAGE"; "-" for what there is
 * not. */
GPtrArray *fake_log_get_lines (FakeLog *self);
