/* SPDX-FileCopyrightText: 2026 The NetWiring authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "nwd-libvirt-session.h"

/* Keeps a session with libvirt open: opens one, in a thread, and another one whenever it is lost,
 * waiting longer each time that fails, up to 10 s.
 * No event loop of libvirt's runs for it: with one, the server would wake every client each 5 s to
 * see whether it lives. The end of the server's process tells of the end of the connections.
 * Thread: the main context. */
typedef struct _NwdSessionKeeper NwdSessionKeeper;

typedef struct
{
  void (*connecting) (gpointer data);
  void (*opened) (gpointer data);
  void (*lost) (gpointer data); /* or not opened */
} NwdSessionKeeperListener;

NwdSessionKeeper *
nwd_session_keeper_new (const char *uri, const NwdSessionKeeperListener *listener, gpointer data);
void nwd_session_keeper_free (NwdSessionKeeper *self);
void nwd_session_keeper_start (NwdSessionKeeper *self);

/* NULL when there is none. */
NwdLibvirtSession *nwd_session_keeper_get (NwdSessionKeeper *self);

/* The session was found broken, or does not answer. Nothing when there is none. */
void nwd_session_keeper_lose (NwdSessionKeeper *self);

/* The session serves: the next one may be opened without a long wait. */
void nwd_session_keeper_confirm (NwdSessionKeeper *self);

/* Watches the server's process, if it is not already; FALSE when it cannot be seen. */
gboolean nwd_session_keeper_watch_driver (NwdSessionKeeper *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NwdSessionKeeper, nwd_session_keeper_free)
