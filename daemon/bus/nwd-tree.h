/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-picture.h"

#include "core/nwd-kind.h"

#include <gio/gio.h>

/* What is done with a call that is not a plain read: it takes over @invocation. */
typedef void (*NwdTreeCall) (NwdKind kind,
                             const char *id,
                             GDBusMethodInvocation *invocation,
                             gpointer data);

/* Exports the objects of @picture on @connection: one subtree for each kind, the root's included
 * (an object beside subtrees is served by a shorter way and its calls overtake theirs). Properties
 * and GetManagedObjects are answered here; every other call of an object that is there goes to
 * @call. Thread: main context.
 * Ends with the connection; @picture and @data must outlive it. */
gboolean nwd_tree_export (GDBusConnection *connection,
                          NwdPicture *picture,
                          NwdTreeCall call,
                          gpointer data,
                          GError **error);
