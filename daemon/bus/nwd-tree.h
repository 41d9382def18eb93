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

/* The objects of a picture on a connection: one subtree for each kind, the root's included (an
 * object beside subtrees is served by a shorter way and its calls overtake theirs). Properties and
 * GetManagedObjects are answered here; every other call of an object that is there goes on.
 * Thread: main context. */
typedef struct _NwdTree NwdTree;

/* @picture and @data must outlive the tree. */
NwdTree *nwd_tree_new (GDBusConnection *connection,
                       NwdPicture *picture,
                       NwdTreeCall call,
                       gpointer data,
                       GError **error);

/* Calls that have arrived and were not yet dispatched are answered with UnknownMethod. */
void nwd_tree_free (NwdTree *tree);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdTree, nwd_tree_free)
