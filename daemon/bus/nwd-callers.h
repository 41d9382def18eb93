/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-caller.h"

/* All who have calls waiting, and a few who had: those are known at once when they come again. */
typedef struct _NwdCallers NwdCallers;

NwdCallers *nwd_callers_new (GDBusConnection *connection);
void nwd_callers_free (NwdCallers *self);

/* The one with that unique @name; borrowed. */
NwdCaller *nwd_callers_get (NwdCallers *self, const char *name);

/* @caller has nothing waiting: soon it need not be watched any more. */
void nwd_callers_rest (NwdCallers *self, NwdCaller *caller);

/* How many calls of that user wait. */
guint nwd_callers_count_waiting (NwdCallers *self, guint32 uid);
