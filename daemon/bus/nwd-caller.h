/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#define NWD_CALLER_NO_UID G_MAXUINT32 /* (uid_t) -1 is nobody's */

/* One connection of the bus that sent a changing call. Thread: main context. */
typedef struct _NwdCaller NwdCaller;

typedef void (*NwdCallerNotify) (NwdCaller *caller, gpointer data);

NwdCaller *nwd_caller_new (GDBusConnection *connection, const char *name);
NwdCaller *nwd_caller_ref (NwdCaller *caller);
void nwd_caller_unref (NwdCaller *caller);

const char *nwd_caller_get_name (NwdCaller *caller);

/* The bus knows it, and the kernel told the bus. NWD_CALLER_NO_UID until nwd_caller_identify() has
 * ended well. */
guint32 nwd_caller_get_uid (NwdCaller *caller);

/* Asks the bus for the uid. While it is asking already, and once it knows, this does nothing, and
 * @notify is not called. */
void nwd_caller_identify (NwdCaller *caller, NwdCallerNotify notify, gpointer data);

/* @gone is called once when the connection has left the bus, at most until unwatch. To begin and
 * to end costs messages: it is for those only that something waits for, or did a moment ago. */
void nwd_caller_watch (NwdCaller *caller, NwdCallerNotify gone, gpointer data);
void nwd_caller_unwatch (NwdCaller *caller);
gboolean nwd_caller_is_watched (NwdCaller *caller);

/* Its calls that were not yet let through, in the order sent; what is in it is the gate's. */
GQueue *nwd_caller_get_calls (NwdCaller *caller);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdCaller, nwd_caller_unref)
